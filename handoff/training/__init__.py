"""The assistant is trained from what editors have written, tried before it is live, and brought back if need be."""
