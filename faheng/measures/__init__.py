"""Arithmetic, statistics and the words for them: pure functions of numbers, no files, no database."""
