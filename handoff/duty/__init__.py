"""Who is on duty, and what becomes of what they have when they leave."""
