"""The public site: reads everything published, writes nothing."""
