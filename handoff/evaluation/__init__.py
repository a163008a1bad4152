"""How well the trained assistant answers: questions with known answers, asked as a citizen would ask them."""
