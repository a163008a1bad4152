"""Where a case belongs: which service answers it, whether it is one at all, and whether somebody has sent it before."""
