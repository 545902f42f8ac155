"""Who we are to Google, and the way there: addresses, credentials, patience, and a spreadsheet that is open."""
