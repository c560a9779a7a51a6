"""The explorer page: static pages where people look at the figures instead of reading tables."""
