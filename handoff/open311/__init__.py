"""Cases over Open311: what others may see of them, who may send them, and those that are sent on to others."""
