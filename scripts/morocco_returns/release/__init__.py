"""What a release must satisfy, how it is built and proved, and the tag."""
