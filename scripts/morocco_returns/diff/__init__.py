"""What changed between two versions of the package, row by row, and the version number it demands."""
