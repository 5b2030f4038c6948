"""The six pillars and eighteen sub-dimensions with which a new master plan begins.

The programme that guides the regencies gives every plan these; names and weights can be changed afterwards, so this
is a beginning and not a rule. Codes are those of `content/standards/pillars.csv`; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A pillar with its sub-dimensions, or one of these without any."""

    code: str
    name: str
    name_en: str
    parts: tuple[Part, ...] = ()


PILLARS = (
    Part("governance", "Smart Governance", "Smart Governance", (
        Part("public-services", "Pelayanan publik", "Public services"),
        Part("bureaucracy", "Birokrasi", "Bureaucracy"),
        Part("policy", "Kebijakan", "Policy"),
    )),
    Part("society", "Smart Society", "Smart Society", (
        Part("community", "Interaksi masyarakat", "Community"),
        Part("learning", "Ekosistem belajar", "Learning"),
        Part("security", "Keamanan", "Security"),
    )),
    Part("branding", "Smart Branding", "Smart Branding", (
        Part("tourism", "Wisata", "Tourism"),
        Part("business", "Usaha", "Business"),
        Part("city-appearance", "Wajah kota", "City appearance"),
    )),
    Part("environment", "Smart Environment", "Smart Environment", (
        Part("protection", "Proteksi", "Protection"),
        Part("waste", "Sampah dan limbah", "Waste"),
        Part("energy", "Energi", "Energy"),
    )),
    Part("economy", "Smart Economy", "Smart Economy", (
        Part("industry", "Ekosistem industri", "Industry"),
        Part("welfare", "Kesejahteraan", "Welfare"),
        Part("transaction", "Transaksi keuangan", "Transaction"),
    )),
    Part("living", "Smart Living", "Smart Living", (
        Part("harmony", "Tata ruang", "Spatial harmony"),
        Part("health", "Kesehatan", "Health"),
        Part("mobility", "Mobilitas", "Mobility"),
    )),
)  # fmt: skip
