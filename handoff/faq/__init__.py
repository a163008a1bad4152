"""The answers to frequent questions, as people at the desk use them."""
