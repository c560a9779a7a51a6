"""What the JSON files and paths of a package must be: the contract, before any table is read."""
