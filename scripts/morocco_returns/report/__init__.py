"""What a check found, for people in a terminal, for programs, and beside the lines of a pull request."""
