"""Socket.IO: schema, namespaces, fan-out."""
