"""The browser of a session in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

# In the order in which they are looked for: many browsers name others too.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"))
_MORE_BROWSERS = (("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"))
_MORE_SYSTEMS = (("Mac OS X", "macOS"), ("Linux", "Linux"))


def browser_in_words(agent: str) -> str:
    """Return "Firefox on Windows" for what a browser says of itself; what is not known is said so."""
    browser = _first(agent, _BROWSERS + _MORE_BROWSERS)
    system = _first(agent, _SYSTEMS + _MORE_SYSTEMS)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("a browser that does not say what it is")


def _first(agent: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in known if mark in agent), "")
