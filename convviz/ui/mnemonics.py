"""A letter for every item of a menu, so that menus can be used without the mouse."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget


class LetteredMenu(QMenu):
    """A menu whose items all have a letter of their own whenever it is shown."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._give)

    def _give(self) -> None:
        give_letters(self)


def give_letters(menu: QMenu) -> None:
    """Underline in each item a letter that no other item of the menu has.

    Items' texts change ("Undo …"), so the letters are given anew each time.
    """
    items = [action for action in menu.actions() if not action.isSeparator()]
    texts = [_plain(action.text()) for action in items]
    for action, text, at in zip(items, texts, _places(texts), strict=True):
        lettered = text.replace("&", "&&")
        if at is not None:
            lettered = text[:at].replace("&", "&&") + "&" + text[at:].replace("&", "&&")
        if action.text() != lettered:
            action.setText(lettered)


def _places(texts: list[str]) -> list[int | None]:
    """Return where each text's letter is: at a word's start before anywhere else.

    An item may take over a letter from one that has another to go to, so that
    none is left without while there are enough.
    """
    owner: dict[str, int] = {}
    places: dict[int, int] = {}

    def settle(item: int, tried: set[str]) -> bool:
        for at in _candidates(texts[item]):
            letter = texts[item][at].lower()
            if letter in tried:
                continue
            tried.add(letter)
            if letter not in owner or settle(owner[letter], tried):
                owner[letter], places[item] = item, at
                return True
        return False

    for item in range(len(texts)):
        settle(item, set())
    return [places.get(item) for item in range(len(texts))]


def _candidates(text: str) -> list[int]:
    usable = [at for at, letter in enumerate(text) if letter.isascii() and letter.isalnum()]
    return sorted(usable, key=lambda at: (at > 0 and text[at - 1] != " ", at))


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
