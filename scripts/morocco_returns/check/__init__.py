"""The check of a package: bytes and text, tables against their schemas, rules across tables."""
