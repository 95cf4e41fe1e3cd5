"""The portal's own small line icons, 24 units square, drawn in the colour of the text beside them."""

PATHS = {
    "back": '<path d="M15 5l-7 7 7 7"/>',
    "print": '<path d="M7 9V3h10v6M7 17H4v-7h16v7h-3"/><path d="M7 14h10v7H7z"/>',
    "tick": '<path d="M4 12.5l5 5L20 6.5"/>',
    "saved": '<circle cx="12" cy="12" r="9"/><path d="M8 12.5l3 3 5-6"/>',
    "warning": '<path d="M12 3.5L22 20.5H2z"/><path d="M12 10v5M12 17.6v.6"/>',
    "error": '<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16v.6"/>',
    "up": '<path d="M12 20V4M5 11l7-7 7 7"/>',
    "down": '<path d="M12 4v16M5 13l7 7 7-7"/>',
    "level": '<path d="M4 12h16"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4"/><path d="M9 15l2 2 4-4"/>',
    "history": '<path d="M4 5v5h5"/><path d="M4.6 14A8 8 0 1 0 6 7L4 10"/><path d="M12 8v4.5l3 2"/>',
    "pen": '<path d="M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19z"/><path d="M14 6.5l3.5 3.5"/>',
    "comment": '<path d="M4 5h16v11H11l-4.5 4v-4H4z"/>',
    "undo": '<path d="M8 5L4 9l4 4"/><path d="M4 9h10a5 5 0 010 10h-3"/>',
}


def icon(name: str, size: int = 20) -> str:
    """An inline SVG that a screen reader passes over: its meaning stands beside it in words."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="icon" width="{size}" height="{size}" viewBox="0 0 24 24" '
        'fill="none" stroke="currentColor" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{PATHS[name]}</svg>'
    )
