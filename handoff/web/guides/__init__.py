"""The guides' public pages, without scripts, and the checklists that are taken away from them."""
