"""Components of Rasa's NLU graph, one per file."""
