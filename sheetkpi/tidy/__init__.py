"""Read what other programs export, one tidy row after another: any separator, encoding, notation of numbers and dates."""
