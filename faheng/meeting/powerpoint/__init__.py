"""A deck as a PowerPoint file: faheng/meeting/pptx.py writes it, this package knows how each part of it looks."""
