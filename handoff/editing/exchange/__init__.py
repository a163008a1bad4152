"""The answers as files that editors take out and bring back: spreadsheets, Rasa's YAML and open data."""
