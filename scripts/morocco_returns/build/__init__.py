"""Everything that is derived: descriptor, built tables, pages of documentation, archives."""
