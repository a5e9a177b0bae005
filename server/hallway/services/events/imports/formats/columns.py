"""What a column of a table is, by its name in English, German or French."""

import re
from collections.abc import Sequence
from typing import Final
from unicodedata import combining, normalize

_NAMES: Final = {
    "title": "title|titel|titre|session title|talk title|session|talk|vortrag|vortragstitel|name|subject|betreff"
    "|summary|sujet|programmpunkt|thema|event|presentation|conference|intitule|bezeichnung|event name|session name",
    "date": "date|datum|day|tag|jour|start date|startdatum|date de debut|session date|date start|event date",
    "start": "start|start time|starts|starts at|begin|begins|beginn|anfang|von|from|startzeit|beginnzeit|uhrzeit|zeit"
    "|time|heure|debut|heure de debut|horaire|start at|starttime|time start|anfangszeit|scheduled at|de|session time"
    "|start datetime|date and time|date time|datetime|starts on",
    "end": "end|end time|ends|ends at|ende|bis|to|endzeit|fin|heure de fin|until|finish|end at|endtime|time end"
    "|end datetime|a|jusqua|ends on",
    "duration": "duration|dauer|duree|length|lange|minutes|minuten|min|duration min|duration minutes|dauer min"
    "|duree min|dauer in minuten|duration in minutes",
    "room": "room|raum|salle|stage|buhne|scene|location|ort|lieu|venue|saal|hall|place|room name|raumname|track room",
    "track": "track|tracks|strang|spur|schiene|parcours|theme|topic|category|kategorie|categorie|stream|themenbereich"
    "|themengebiet",
    "speakers": "speaker|speakers|speaker names|speaker name|referent|referenten|referentin|referentinnen|sprecher"
    "|sprecherin|sprecherinnen|vortragende|vortragender|intervenant|intervenants|intervenante|intervenantes|orateur"
    "|orateurs|oratrice|presenter|presenters|presented by|person|personen|persons|author|authors|autor|autoren|auteur"
    "|auteurs|host|speakers names|owner|conferencier|conferenciers",
    "abstract": "abstract|description|beschreibung|resume|inhalt|content|details|kurzbeschreibung|zusammenfassung|text"
    "|session description|long description|body|descriptif",
    "subtitle": "subtitle|untertitel|sous titre",
    "language": "language|languages|sprache|sprachen|langue|langues|lang|session language",
    "kind": "type|kind|format|art|typ|session type|session format|sitzungstyp|genre|vortragsart",
    "url": "url|link|website|webseite|page|web|session url|adresse|lien|site web|permalink",
    "id": "id|guid|uid|uuid|code|nr|nummer|number|session id|identifier|kennung|identifiant|no|numero|session code",
    "video": "video|video url|recording|aufzeichnung|enregistrement|recording url|video link|videolink|stream url",
}
_FIELDS: Final = {name: field for field, names in _NAMES.items() for name in names.split("|")}
_NUMBERED = re.compile(r"(.+?) ?[0-9]{1,2}")


def guessed(names: Sequence[str]) -> tuple[str | None, ...]:
    """The field that each column seems to be, None for those that nobody would know. Only speakers may have several
    columns; of others the first is taken, but one that has the field's own name comes before others."""
    plain = [_plain(name) for name in names]
    found = [_field(name) for name in plain]
    for field in set(found) - {None, "speakers"}:
        places = [place for place, one in enumerate(found) if one == field]
        best = next((place for place in places if plain[place] == field), places[0])
        for place in places:
            found[place] = field if place == best else None
    return tuple(found)


def _field(name: str) -> str | None:
    numbered = _NUMBERED.fullmatch(name)
    return _FIELDS.get(name) or ("speakers" if numbered and _FIELDS.get(numbered[1]) == "speakers" else None)


def _plain(name: str) -> str:
    """A name in small letters without accents and signs: 'Start-Zeit (Uhr)' is 'start zeit uhr'."""
    letters = (letter for letter in normalize("NFKD", name[:200].casefold()) if not combining(letter))
    return " ".join(re.sub(r"[^\w]|_", " ", "".join(letters)).split())
