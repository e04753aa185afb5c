"""What the shipped classifier learns from, and how it is built from it: see README.md. Not part of the installed package."""
