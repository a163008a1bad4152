"""The editors' desk: plain pages, without scripts, for those who may write answers."""
