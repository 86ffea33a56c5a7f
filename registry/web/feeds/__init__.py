"""What programs read beside the API: Atom, iCalendar, CSV, badges, the sitemap and what helps them find their way."""
