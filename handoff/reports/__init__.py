"""Reports: what the contacts came to, for supervisors and as open data."""
