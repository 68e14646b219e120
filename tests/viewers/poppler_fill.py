"""Poppler, the engine of Evince and Okular: types into a form and saves it. Prints its version and the number of fields."""
import json
import sys

import gi

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler

blank, out, given = sys.argv[1:]
given = json.loads(given)
document = Poppler.Document.new_from_file(f"file://{blank}", None)
names = set()
for number in range(document.get_n_pages()):
    for mapping in document.get_page(number).get_form_field_mapping():
        field = mapping.field
        name = field.get_name()
        if not name:
            continue
        names.add(name)
        if name in given["texts"]:
            field.text_set_text(given["texts"][name])
        elif name == given["check"]:
            field.button_set_state(True)
        elif name == given["choice"][0]:
            area = mapping.area
            if not field.button_get_state() and given["choice"][2] == [number, round(area.x1), round(area.y1)]:
                field.button_set_state(True)
document.save(f"file://{out}")
print(json.dumps({"version": Poppler.get_version(), "fields": len(names)}))
