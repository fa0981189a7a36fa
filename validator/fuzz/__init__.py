"""Made-up payloads, valid and broken."""
