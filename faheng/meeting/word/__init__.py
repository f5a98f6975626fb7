"""The parts of a Word brief: page and styles, paragraphs, tables, native charts."""
