"""Descriptions of the functions for Excel-DNA IntelliSense, a free add-in that shows arguments while a formula is typed.

It reads them from a part of a workbook's own file. A file beside the workbook works as well, but in the folder of add-ins that it starts,
Excel would open that file too.
"""

from xml.etree import ElementTree as ET

from sheetkpi.hosts.descriptions import functions
from sheetkpi.translation import Language

NAMESPACE = "http://schemas.excel-dna.net/intellisense/1.0"
#: The part of the workbook's file.
PART = "customXml/item1.xml"
#: Its file beside a workbook, for those who load the VBA into a workbook of their own.
FILE = "sheetkpi_udfs.intellisense.xml"


def intellisense(language: Language, prefix: str = "") -> bytes:
    """Return the descriptions as XML."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}IntelliSense")
    described = ET.SubElement(root, f"{{{NAMESPACE}}}FunctionInfo")
    for function in functions():
        about = {"Name": prefix + function.name, "Description": function.text.in_language(language)}
        element = ET.SubElement(described, f"{{{NAMESPACE}}}Function", about)
        for argument in function.arguments:
            name = f"{argument.name}…" if argument.repeats else f"[{argument.name}]" if argument.is_optional else argument.name
            ET.SubElement(element, f"{{{NAMESPACE}}}Argument", {"Name": name, "Description": argument.text.in_language(language)})
    ET.indent(root, " ")
    content: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return content + b"\n"
