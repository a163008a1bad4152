"""The command line behind `./luukku`: set-up, start, tests, training, evaluation.

It prepares the very environment that it runs in, so nothing here may import at module level what
requirements/cli.txt does not hold.
"""
