"""The Indonesian of every sentence that the formula language says in English."""

from __future__ import annotations

INDONESIAN: dict[str, str] = {
    # Areas and names
    "There is no area {area}.": "Tidak ada wilayah {area}.",
    "The area {area} is there twice.": "Wilayah {area} tercantum dua kali.",
    "The area {area} lies in {parent}, which is not among the areas.": (
        "Wilayah {area} berada di {parent}, tetapi {parent} tidak ada dalam daftar wilayah."
    ),
    "The areas lie in one another: {circle}.": "Wilayah-wilayah ini saling memuat: {circle}.",
    "“{name}” cannot be a name: begin with a letter, then letters, digits, _ and dots between parts.": (
        "“{name}” tidak dapat menjadi nama: awali dengan huruf, lalu huruf, angka, _, dan titik antarbagian."
    ),
    "{name} is a word of the formula language.": "{name} adalah kata dalam bahasa rumus.",
    "The name {name} is used twice; series, indicators and constants share their names.": (
        "Nama {name} dipakai dua kali; seri, indikator, dan konstanta tidak boleh bernama sama."
    ),
    "There is no indicator {name}.": "Tidak ada indikator {name}.",
    "There is no series {series}.": "Tidak ada seri {series}.",
    "There is no series, indicator or constant “{name}”.": "Tidak ada seri, indikator, atau konstanta “{name}”.",
    "There is no series, indicator or constant “{name}”; did you mean {suggestions}?": (
        "Tidak ada seri, indikator, atau konstanta “{name}”; maksud Anda {suggestions}?"
    ),
    "“{name}” only stands behind a series, as in sum(x, {name}).": (
        "“{name}” hanya dipakai sesudah seri, seperti sum(x, {name})."
    ),
    "{name} is a function: write {usage}.": "{name} adalah fungsi: tulis {usage}.",
    "{name} is not a function: write it without brackets, or an operator before them.": (
        "{name} bukan fungsi: tulis tanpa kurung, atau beri operator sebelum kurung."
    ),
    "There is no function “{name}”.": "Tidak ada fungsi “{name}”.",
    "There is no function “{name}”; did you mean {suggestions}?": (
        "Tidak ada fungsi “{name}”; maksud Anda {suggestions}?"
    ),
    # Syntax
    "There is no formula yet.": "Rumus belum ditulis.",
    "The formula has {length} characters; at most {most} are read.": (
        "Rumus ini {length} karakter; paling banyak {most} yang dibaca."
    ),
    "The formula is nested more than {most} levels deep.": "Kurung dalam rumus bertumpuk lebih dari {most} tingkat.",
    "The formula breaks off after “{last}”: a value is missing.": (
        "Rumus terputus sesudah “{last}”: ada nilai yang kurang."
    ),
    "A value is missing before “{next}”.": "Ada nilai yang kurang sebelum “{next}”.",
    "An operator is missing before “{next}”.": "Ada operator yang kurang sebelum “{next}”.",
    "An operator is missing between “{last}” and “{next}”; a name has no spaces.": (
        "Ada operator yang kurang antara “{last}” dan “{next}”; nama ditulis tanpa spasi."
    ),
    "This bracket is not closed: a “)” is missing.": "Kurung ini belum ditutup: kurang “)”.",
    "This “)” closes nothing.": "Kurung tutup “)” ini tidak punya pasangan.",
    "A comma only separates the arguments of a function.": "Koma hanya memisahkan argumen fungsi.",
    "Decimals are written with a point: write {number}.": "Desimal ditulis dengan titik: tulis {number}.",
    "A number is written like 1234.5: digits before and after one point, no other separators.": (
        "Bilangan ditulis seperti 1234.5: satu titik untuk desimal, tanpa pemisah ribuan."
    ),
    "{number} is too large or too small a number.": "Bilangan {number} terlalu besar atau terlalu kecil.",
    "“{written}” is not used here: write “{instead}”.": "“{written}” tidak dipakai di sini: tulis “{instead}”.",
    "“{written}” has no meaning in a formula.": "“{written}” tidak punya arti dalam rumus.",
    "Names are written without quotation marks.": "Nama ditulis tanpa tanda kutip.",
    "One comparison cannot follow another: write “a < b and b < c” instead of “a < b < c”.": (
        "Perbandingan tidak dapat disambung: tulis “a < b and b < c”, bukan “a < b < c”."
    ),
    "Put “not …” in brackets here.": "Di sini “not …” ditulis dalam kurung.",
    # Functions and types
    "It is written {usage}; the number of arguments here is {given}.": (
        "Cara menulisnya {usage}; banyaknya argumen di sini {given}."
    ),
    "{function}( ) takes the code of a series; “{part}” is not one.": (
        "{function}( ) memerlukan kode seri; “{part}” bukan kode seri."
    ),
    "The second argument of {function} is a whole number from {least} to {most}, written out.": (
        "Argumen kedua {function} adalah bilangan bulat {least} sampai {most} yang ditulis langsung."
    ),
    "After the series, {function} takes the word time, the word area, or both: {function}(x, area).": (
        "Sesudah seri, {function} menerima kata time, area, atau keduanya: {function}(x, area)."
    ),
    "A number is needed here, but “{part}” is either true or false.": (
        "Di sini diperlukan bilangan, sedangkan “{part}” bernilai benar atau salah."
    ),
    "A condition is needed here, such as “a > b”, but “{part}” is a number.": (
        "Di sini diperlukan syarat, misalnya “a > b”, sedangkan “{part}” adalah bilangan."
    ),
    "per_capita needs a series named {series}, and there is none.": (
        "per_capita memerlukan seri bernama {series}, tetapi seri itu tidak ada."
    ),
    # Units
    "{left} is {left_unit} and {right} is {right_unit}: they cannot be added.": (
        "{left} {left_unit} dan {right} {right_unit}: keduanya tidak dapat dijumlahkan."
    ),
    "{left} is {left_unit} and {right} is {right_unit}: one cannot be subtracted from the other.": (
        "{left} {left_unit} dan {right} {right_unit}: keduanya tidak dapat dikurangkan."
    ),
    "{left} is {left_unit} and {right} is {right_unit}: they cannot be compared.": (
        "{left} {left_unit} dan {right} {right_unit}: keduanya tidak dapat dibandingkan."
    ),
    "{left} is {left_unit} and {right} is {right_unit}: one cannot stand for the other.": (
        "{left} {left_unit} dan {right} {right_unit}: yang satu tidak dapat menggantikan yang lain."
    ),
    "An exponent is a plain number; {part} is {unit}.": "Pangkat adalah bilangan tanpa satuan; {part} {unit}.",
    "{part} is {unit}, so its exponent is a whole number from -{most} to {most}, written out.": (
        "{part} {unit}, jadi pangkatnya bilangan bulat -{most} sampai {most} yang ditulis langsung."
    ),
    "{part} is {unit}, and the square root of that is no unit.": (
        "{part} {unit}, dan akar kuadratnya tidak punya satuan."
    ),
    "{function} needs a plain number, such as a ratio; {part} is {unit}.": (
        "{function} memerlukan bilangan tanpa satuan, misalnya rasio; {part} {unit}."
    ),
    "The series {series} is {unit}, so nothing can be divided by it per person.": (
        "Seri {series} {unit}, jadi tidak dapat dipakai sebagai pembagi per orang."
    ),
    "The value of the formula is {found}, but the indicator says {declared}.": (
        "Nilai rumus {found}, sedangkan indikatornya dinyatakan {declared}."
    ),
    # Definitions
    "A definition goes in a circle: {circle}.": "Definisi berputar: {circle}.",
    "The indicator {name} cannot be computed: {reason}": "Indikator {name} tidak dapat dihitung: {reason}",
    "With the indicators in it the formula has {size} parts; at most {most} are computed.": (
        "Bersama indikator di dalamnya, rumus ini terdiri atas {size} bagian; paling banyak {most} yang dihitung."
    ),
    "With the indicators in it the formula has {steps} steps one after another; at most {most} are computed.": (
        "Bersama indikator di dalamnya, rumus ini {steps} langkah berurutan; paling banyak {most} yang dihitung."
    ),
    # Observations
    "“{value}” is not a number that can be used.": "“{value}” bukan bilangan yang dapat dipakai.",
    "{series} has two observations of {area} in {period}.": "{series} punya dua data untuk {area} pada {period}.",
    # Why there is no value
    "There is no value.": "Tidak ada nilai.",
    "There is no observation of {series} in {period}.": "Tidak ada data {series} pada {period}.",
    "There is no observation of {series} in {period} for the area itself.": (
        "Tidak ada data {series} pada {period} untuk wilayah itu sendiri."
    ),
    "There is no observation of {series} in {period}, nor of a longer period with it.": (
        "Tidak ada data {series} pada {period}, juga tidak untuk periode lebih panjang yang memuatnya."
    ),
    "There is no observation of {series} from January {year} to the end of {period}.": (
        "Tidak ada data {series} sejak Januari {year} sampai akhir {period}."
    ),
    "The calendar has no period for {series} to look back to.": (
        "Kalender tidak punya periode pembanding untuk {series}."
    ),
    "No area in {area} has a value of its own.": "Tidak ada wilayah di {area} yang punya nilai sendiri.",
    "{part} is zero, and nothing can be divided by it.": "{part} bernilai nol dan tidak dapat menjadi pembagi.",
    "{part} is negative and has no root.": "{part} negatif dan tidak punya akar.",
    "{part} is zero and has no logarithm.": "{part} bernilai nol dan tidak punya logaritma.",
    "{part} is negative and has no logarithm.": "{part} negatif dan tidak punya logaritma.",
    "The number is too large.": "Bilangannya terlalu besar.",
}
