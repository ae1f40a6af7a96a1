"""German listings."""

from __future__ import annotations

from podpusher_cli.providers.copywriter.language import Language, Noun, listed, topic, words_of

GERMAN = Language(
    code="de",
    title_case=False,
    quotes=("„", "“"),
    stop=words_of(
        "ab aber alle alles als also am an auch auf aus bei bin bis bist da damit dann das dass dein deine dem den denn der des dich die "
        "dir doch du durch ein eine einem einen einer eines er es etwas euch euer für gegen gehabt hab habe haben hast hat hatte hier "
        "hin ich ihm ihn ihr ihre im immer in ins ist ja jede jeder jedes jetzt kann kein keine könnte mal man mehr mein meine meinen "
        "mich mir mit muss nach nicht nichts noch nur ob oder ohne schon sehr sein seine sich sie sind so über um und uns unser unter "
        "vom von vor wann war warum was weil wenn wer werden wie wieder will wir wird wo zu zum zur the and for with but not my i'm is "
        "to of in on it"
    ),
    nouns={
        "tee": Noun("T-Shirt", "dieses T-Shirt", ("Shirt", "T-Shirt", "Oberteil")),
        "sweatshirt": Noun("Sweatshirt", "dieses Sweatshirt", ("Sweatshirt", "Pullover", "Sweater")),
        "hoodie": Noun("Hoodie", "dieser Hoodie", ("Hoodie", "Kapuzenpulli", "Pullover")),
        "longsleeve": Noun("Langarmshirt", "dieses Langarmshirt", ("Langarmshirt", "Longsleeve", "Shirt")),
        "tank": Noun("Tanktop", "dieses Tanktop", ("Tanktop", "Sommer Top", "Top")),
        "baby": Noun("Babybody", "dieser Babybody", ("Babybody", "Baby Geschenk", "Babykleidung")),
        "mug": Noun("Tasse", "diese Tasse", ("Tasse", "Kaffeetasse", "Becher")),
        "poster": Noun("Poster", "dieses Poster", ("Poster", "Wandbild", "Kunstdruck")),
        "tote": Noun("Stofftasche", "diese Stofftasche", ("Stofftasche", "Jutebeutel", "Tragetasche")),
        "cap": Noun("Cap", "diese Cap", ("Cap", "Mütze", "Kappe")),
        "thing": Noun("Geschenk", "dieses Stück", ("Geschenk", "Mitbringsel", "Andenken")),
    },
    topics={
        "nurse": topic("Pflegekräfte", "{t} Pflege, Geschenk Pfleger, Krankenschwester", "den Tag der Pflege"),
        "teacher": topic("Lehrerinnen und Lehrer", "{t} Lehrer, Geschenk Lehrerin, Abschied Lehrer", "das Ende des Schuljahrs"),
        "doctor": topic("Ärztinnen und Ärzte", "{t} Arzt, Geschenk Ärztin, Medizin"),
        "mom": topic("Mamas", "{t} Mama, Geschenk Mama, Muttertag", "den Muttertag"),
        "dad": topic("Papas", "{t} Papa, Geschenk Papa, Vatertag", "den Vatertag"),
        "grandma": topic("Omas", "{t} Oma, Geschenk Oma, beste Oma", "den Muttertag"),
        "grandpa": topic("Opas", "{t} Opa, Geschenk Opa, bester Opa", "den Vatertag"),
        "dog": topic("Hundefreunde", "{t} Hund, Geschenk Hund, Hundemama, Hundeliebe"),
        "cat": topic("Katzenfreunde", "{t} Katze, Geschenk Katze, Katzenmama, Katzenliebe"),
        "plant": topic("Pflanzenfreunde", "{t} Pflanzen, Geschenk Garten, Gärtner Geschenk, Pflanzenliebe"),
        "coffee": topic("Kaffeefreunde", "{t} Kaffee, Geschenk Kaffee, Kaffeeliebe"),
        "tea": topic("Teefreunde", "{t} Tee, Geschenk Tee, Teetrinker"),
        "book": topic("Leseratten", "{t} Bücher, Geschenk Leseratte, Bücherwurm, Bücherliebe"),
        "outdoors": topic("alle, die gern draußen sind", "{t} Wandern, Geschenk Wanderer, Camping {t}, Natur"),
        "fishing": topic("Angler", "{t} Angeln, Geschenk Angler, Angler"),
        "fitness": topic("alle, die trainieren", "{t} Training, Geschenk Fitness, {t} Gym"),
        "yoga": topic("Yogis", "{t} Yoga, Geschenk Yoga, Namaste"),
        "music": topic("Musikfreunde", "{t} Musik, Geschenk Musiker, Musikliebe"),
        "gaming": topic("Gamer", "{t} Gamer, Geschenk Gamer, Zocker {t}"),
        "cooking": topic("alle, die gern kochen", "{t} Kochen, Geschenk Koch, Grillen {t}"),
        "travel": topic("alle, die gern reisen", "{t} Reisen, Geschenk Reise, Urlaub {t}"),
        "beach": topic("Meerliebhaber", "{t} Strand, {t} Sommer, Meerliebe", "den Sommerurlaub"),
        "christmas": topic("Weihnachtsfans", "{t} Weihnachten, Weihnachtsgeschenk", "Weihnachten"),
        "halloween": topic("Halloweenfans", "{t} Halloween, Halloween Party, Herbst {t}", "Halloween"),
        "birthday": topic("Geburtstagskinder", "{t} Geburtstag, Geburtstagsgeschenk"),
        "wedding": topic("die Braut und ihre Freundinnen", "{t} Braut, JGA {t}, Hochzeitsgeschenk", "die Hochzeit"),
        "retired": topic("alle, die in Rente gehen", "{t} Rente, Geschenk Rente, Ruhestand", "den Ruhestand"),
        "introvert": topic("Introvertierte", "{t} introvertiert, Introvertierte"),
        "coder": topic("alle, die programmieren", "{t} Informatiker, Geschenk Nerd, Entwickler {t}"),
        "engineer": topic("alle, die Dinge reparieren", "{t} Ingenieur, Geschenk Handwerk, Mechaniker {t}"),
        "crafts": topic("Kreative", "{t} Handarbeit, Geschenk Stricken, Nähen Geschenk"),
        "cycling": topic("Radfahrer", "{t} Fahrrad, Geschenk Radfahrer, Fahrrad Geschenk"),
        "motorcycle": topic("Biker", "{t} Biker, Geschenk Biker, Motorrad {t}"),
        "beer": topic("Bierfreunde", "{t} Bier, Geschenk Bier, Bierliebhaber"),
        "wine": topic("Weinfreunde", "{t} Wein, Geschenk Wein, Weinliebhaber"),
        "horse": topic("Pferdefreunde", "{t} Pferd, Geschenk Reiterin, Pferdeliebe"),
        "sister": topic("die ganze Familie", "{t} Familie, Geschenk Schwester, Geschenk Tante"),
        "love": topic("Verliebte", "{t} Paare, Geschenk Freundin, Valentinstag", "den Valentinstag"),
        "graduate": topic("Studierende", "{t} Abschluss, Geschenk Abitur, Studium", "den Abschluss"),
        "golf": topic("alle, die spielen", "{t} Golf, {t} Tennis, Geschenk Sport"),
        "football": topic("Fußballfans", "{t} Fußball, Geschenk Fußball", "das nächste Spiel"),
        "space": topic("Sterngucker", "{t} Weltraum, {t} Mond, Astronomie"),
    },
    titles=(
        "{idea} {noun}, Geschenk für {audience}",
        "{idea}, {noun} für {audience}",
        "{idea} {noun}, Geschenkidee für {audience}",
        "{idea} {noun}, Geschenk für {occasion}",
    ),
    titles_plain=(
        "{idea} {noun}, Geschenkidee für Freunde",
        "{idea}, {noun} mit Spruch",
        "{idea} {noun}, Geschenk zum Geburtstag",
    ),
    hooks=(
        "{idea} – für {audience}. Laut gesagt wird es ohnehin.",
        "{this} sagt {idea}, und mehr muss man nicht erklären. Für {audience}.",
        "{idea}, ganz ohne Umschweife: ein Augenzwinkern für {audience}.",
    ),
    hooks_plain=(
        "{idea} – wenn das nach dir klingt oder nach jemandem, den du kennst: bitte sehr.",
        "{this} sagt {idea}, damit niemand fragen muss.",
        "{idea}. Wenige Worte, groß gesetzt, und das Gespräch beginnt von selbst.",
    ),
    hooks_picture=(
        "{this} trägt unser eigenes Motiv, {idea}.",
        "{idea}: ein eigenes Motiv, das gesehen werden will.",
    ),
    gifts=(
        "Ein gutes Geschenk für {audience}: zum Geburtstag, für {occasion} oder einfach so.",
        "Du suchst etwas für {audience}? Es passt zum Geburtstag ebenso wie für {occasion}.",
    ),
    gifts_simple=(
        "Ein gutes Geschenk für {audience}: zum Geburtstag oder einfach so.",
        "Du suchst etwas für {audience}? Das hier bleibt nicht in der Schublade liegen.",
    ),
    gifts_plain=(
        "Ein gutes Geschenk zum Geburtstag, zu Weihnachten oder einfach, um zu sagen: Ich habe an dich gedacht.",
        "Für dich selbst oder für den Menschen, an den du beim Lesen gedacht hast.",
        "Ein leichtes Geschenk: persönlich genug, um in Erinnerung zu bleiben, schlicht genug für jeden Tag.",
    ),
    styles={
        "stacked": "Die Worte stehen in kräftiger Schrift übereinander.",
        "arched": "Die Schrift folgt einem Bogen.",
        "badge": "Die Schrift läuft um ein Abzeichen.",
        "retro": "Die Schrift steht auf Retro-Streifen.",
        "distressed": "Die Schrift wirkt abgenutzt, wie nach Jahren in der Wäsche.",
        "banner": "Die Schrift liegt auf einem Band.",
    },
    style_tags={
        "stacked": ("{t} mit Spruch", "Typografie {t}"),
        "arched": ("Bogen Schrift", "klassisches Motiv"),
        "badge": ("Abzeichen Motiv", "Emblem {t}"),
        "retro": ("Retro {t}", "70er Stil"),
        "distressed": ("Used Look {t}", "abgenutzter Look"),
        "banner": ("Old School {t}", "Banner Motiv"),
    },
    words=("{t} {w}", "{w} Geschenk", "{w}"),
    tags=listed(
        "{t} mit Spruch, {t} bedruckt, Geschenkidee, Geschenk Freundin, Geschenk Freund, Geburtstagsgeschenk, lustiges Geschenk, "
        "Geschenk Frau, Geschenk Mann, lustiger Spruch, besonderes Geschenk, {t} Motiv, Geschenk Kollege, Wichtelgeschenk, "
        "kleines Geschenk, Spruch {t}, Geschenk für sie, Geschenk für ihn, Dankeschön, Mitbringsel Idee, {t} Schrift, für jeden Tag"
    ),
    details="Details",
    material="Material: {materials}",
    sizes="Größen: {sizes}",
    made=(
        "Auf Bestellung gedruckt: Dein Stück entsteht nach dem Kauf.",
        "Einzeln und auf Bestellung gefertigt, nach deinem Kauf.",
    ),
    choose="Bitte wähle oben Größe und Farbe, bevor du es in den Warenkorb legst.",
    contact=(
        "Eine Frage vor dem Kauf? Schreib uns.",
        "Wenn etwas unklar ist, schreib uns; wir helfen gern.",
    ),
    disclosure="Zum Motiv: Das Bild entstand mit Hilfe eines KI-Bildwerkzeugs nach unserer eigenen Idee und wurde dann von uns "
    "ausgewählt und für den Druck vorbereitet.",
    materials={
        "cotton": "Baumwolle", "polyester": "Polyester", "rayon": "Viskose", "elastane": "Elasthan", "spandex": "Elasthan",
        "viscose": "Viskose", "linen": "Leinen", "ceramic": "Keramik", "stoneware": "Steinzeug", "paper": "Papier",
    },
)  # fmt: skip
