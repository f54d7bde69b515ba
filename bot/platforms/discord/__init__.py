"""Discord: screens as components, forms as modals, `/mlsd` as one typed command."""
