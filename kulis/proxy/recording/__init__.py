"""Recording: from the answers of a backend to a world file, with nobody's personal data in it."""
