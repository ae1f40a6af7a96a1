"""Small pictures of our own making, on a square of 100 by 100, and the words that call for them.

Each is a list of an ink and an SVG path; inner contours are holes. A word calls for a picture when it begins with one of
the picture's stems.
"""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Ink

Drawing = tuple[tuple[Ink, str], ...]

ICONS: dict[str, Drawing] = {
    "heart": (("accent", "M50 90C20 66 6 50 6 32C6 17 17 8 29 8C38 8 46 13 50 21C54 13 62 8 71 8C83 8 94 17 94 32C94 50 80 66 50 90Z"),),
    "star": (("accent", "M50 4L62 37L97 38L69 59L79 93L50 73L21 93L31 59L3 38L38 37Z"),),
    "plant": (
        ("main", "M26 68H74L68 96Q67 98 64 98H36Q33 98 32 96ZM22 58H78V65H22Z"),
        ("accent", "M48 56C48 44 46 36 40 28L44 26C47 30 49 34 50 38C51 28 54 20 60 12L64 15C56 25 53 38 52 56Z"
                   "M41 29C28 32 18 26 12 12C26 8 38 14 41 29ZM61 16C60 4 70 0 86 2C86 16 76 24 61 16Z"
                   "M52 50C56 36 68 32 84 36C80 50 66 56 52 50ZM47 52C40 42 28 38 14 42C20 54 34 60 47 52Z"),
    ),
    "leaf": (("accent", "M8 92L14 98C22 88 28 82 36 77C64 84 94 62 92 6C44 4 14 30 24 70C18 76 13 83 8 92ZM32 68C42 50 54 38 72 26C62 42 52 55 38 73Z"),),
    "cat": (
        ("main", "M12 8L36 26Q50 22 64 26L88 8Q94 34 92 54C92 78 74 94 50 94C26 94 8 78 8 54Q6 34 12 8Z"
                 "M26 52A7 8 0 0 0 40 52A7 8 0 0 0 26 52ZM60 52A7 8 0 0 0 74 52A7 8 0 0 0 60 52ZM42 66H58L50 75Z"),
        ("accent", "M0 60L20 64V68L0 65ZM0 78L20 72V76L1 83ZM100 60L80 64V68L100 65ZM100 78L80 72V76L99 83Z"),
    ),
    "paw": (("accent", "M50 46C66 46 82 66 82 79C82 90 74 95 65 93C59 92 55 90 50 90C45 90 41 92 35 93C26 95 18 90 18 79C18 66 34 46 50 46Z"
                       "M36 6A11 15 0 0 1 36 36A11 15 0 0 1 36 6ZM64 6A11 15 0 0 1 64 36A11 15 0 0 1 64 6Z"
                       "M13 28A10 13 0 0 1 13 54A10 13 0 0 1 13 28ZM87 28A10 13 0 0 1 87 54A10 13 0 0 1 87 28Z"),),
    "coffee": (
        ("main", "M14 42H76V48H82C92 48 97 54 97 62C97 72 90 78 79 78H72C68 86 62 90 54 90H36C22 90 14 80 14 66ZM76 56V66Q76 68 76 70H79C85 70 89 67 89 62C89 58 87 56 82 56Z"),
        ("accent", "M28 34C22 26 34 22 28 12L34 6C42 18 28 24 34 34ZM44 34C38 26 50 22 44 12L50 6C58 18 44 24 50 34ZM60 34C54 26 66 22 60 12L66 6C74 18 60 24 66 34Z"),
    ),
    "mountain": (
        ("main", "M2 86L24.5 46L32 55L38 48L43.5 54L50.5 44L56 54L66 38L98 86ZM38 21L47.5 38L43.5 45L38 39L32 46L27.5 39.7Z"),
        ("accent", "M78 6A13 13 0 0 1 78 32A13 13 0 0 1 78 6Z"),
    ),
    "pine": (("accent", "M50 2L72 32H62L82 60H70L92 84H56V98H44V84H8L30 60H18L38 32H28Z"),),
    "wave": (("accent", "M2 80C14 36 38 8 66 10C84 11 96 24 96 38C90 28 80 24 72 28C58 34 58 54 72 64C80 70 90 74 98 80ZM2 86Q14 80 26 86T50 86T74 86T98 86V93Q86 99 74 93T50 93T26 93T2 93Z"),),
    "sun": (("accent", "M50 26A24 24 0 0 1 50 74A24 24 0 0 1 50 26ZM46 2H54L52 20H48ZM46 98H54L52 80H48ZM2 46V54L20 52V48ZM98 46V54L80 52V48Z"
                       "M13 19L19 13L30 27L27 30ZM87 19L81 13L70 27L73 30ZM13 81L19 87L30 73L27 70ZM87 81L81 87L70 73L73 70Z"),),
    "moon": (
        ("accent", "M62 6C34 6 12 26 12 52C12 78 32 96 58 96C74 96 86 89 93 78C66 82 44 66 44 42C44 26 51 14 62 6Z"),
        ("main", "M76 22L80 33L91 34L82 41L85 52L76 46L67 52L70 41L61 34L72 33Z"),
    ),
    "book": (("main", "M4 20C20 14 36 16 47 24V88C36 80 20 78 4 84ZM96 20C80 14 64 16 53 24V88C64 80 80 78 96 84ZM12 32V38Q26 34 39 40V34Q26 28 12 32ZM12 46V52Q26 48 39 54V48Q26 42 12 46ZM12 60V66Q26 62 39 68V62Q26 56 12 60ZM88 32V38Q74 34 61 40V34Q74 28 88 32ZM88 46V52Q74 48 61 54V48Q74 42 88 46ZM88 60V66Q74 62 61 68V62Q74 56 88 60Z"),),
    "note": (("accent", "M36 14L90 4V72A16 12 -20 1 1 80 61V30L46 36V84A16 12 -20 1 1 36 73Z"),),
    "nurse": (
        ("accent", "M50 94C20 70 4 54 4 34C4 18 16 8 29 8C38 8 46 13 50 21C54 13 62 8 71 8C84 8 96 18 96 34C96 54 80 70 50 94ZM43 28V40H31V54H43V66H57V54H69V40H57V28Z"),
    ),
    "apple": (
        ("accent", "M50 32C58 24 74 22 84 32C96 46 90 78 72 93C64 99 58 94 50 94C42 94 36 99 28 93C10 78 4 46 16 32C26 22 42 24 50 32Z"),
        ("main", "M47 26C47 16 44 10 38 4L45 1C50 7 53 14 53 22C56 10 66 4 80 6C79 18 68 26 53 26Z"),
    ),
    "gamepad": (("main", "M26 26H74C90 26 99 46 99 66C99 78 92 84 84 80C78 77 74 68 68 68H32C26 68 22 77 16 80C8 84 1 78 1 66C1 46 10 26 26 26ZM26 36V43H19V51H26V58H34V51H41V43H34V36ZM66 46A5 5 0 0 0 76 46A5 5 0 0 0 66 46ZM76 56A5 5 0 0 0 86 56A5 5 0 0 0 76 56Z"),),
    "dumbbell": (("main", "M2 40H8V60H2ZM10 28H20V72H10ZM22 20H34V80H22ZM36 44H64V56H36ZM66 20H78V80H66ZM80 28H90V72H80ZM92 40H98V60H92Z"),),
    "fish": (("accent", "M4 50C18 26 46 20 70 42L96 22C92 40 92 60 96 78L70 58C46 80 18 74 4 50ZM20 46A5 5 0 0 0 30 46A5 5 0 0 0 20 46ZM42 34Q50 50 42 66Q47 66 50 65Q58 50 50 35Q46 34 42 34Z"),),
    "beer": (
        ("main", "M16 36H68V46H80C90 46 94 52 94 60V74C94 82 90 88 80 88H68V96H16ZM68 56V78H78C82 78 84 76 84 72V62C84 58 82 56 78 56ZM26 46V86H33V46ZM40 46V86H47V46ZM54 46V86H61V46Z"),
        ("accent", "M10 24C8 12 20 4 30 10C36 2 50 2 55 10C66 6 76 14 74 24C73 30 68 32 62 31H20C14 32 11 29 10 24Z"),
    ),
    "flame": (("accent", "M52 2C56 20 84 34 84 64C84 84 68 98 50 98C32 98 16 84 16 64C16 50 24 40 30 32C32 42 36 46 40 46C46 34 42 18 52 2ZM50 58C46 68 36 72 36 82C36 90 42 94 50 94C58 94 64 90 64 82C64 72 54 68 50 58Z"),),
    "bolt": (("accent", "M60 2L16 56H44L36 98L84 38H54Z"),),
    "crown": (("accent", "M6 26L28 46L50 10L72 46L94 26L86 76H14ZM14 82H86V92H14Z"),),
    "flower": (
        ("accent", "M50 38C38 30 36 8 50 4C64 8 62 30 50 38ZM61 46C62 32 82 22 92 32C94 46 76 58 61 46ZM57 59C70 54 90 66 86 80C76 90 58 74 57 59ZM43 59C42 74 24 90 14 80C10 66 30 54 43 59ZM39 46C24 58 6 46 8 32C18 22 38 32 39 46Z"),
        ("main", "M50 40A9 9 0 0 1 50 58A9 9 0 0 1 50 40Z"),
    ),
    "bike": (
        ("accent", "M22 46A20 20 0 0 1 22 86A20 20 0 0 1 22 46ZM22 53A13 13 0 0 0 22 79A13 13 0 0 0 22 53ZM78 46A20 20 0 0 1 78 86A20 20 0 0 1 78 46ZM78 53A13 13 0 0 0 78 79A13 13 0 0 0 78 53Z"),
        ("main", "M20 63L33 33L28 26H24V20H42V26H36L39 32H64L61 22H54V16H66L82 65L76 67L68 44L51 69H22ZM40 39L50 60L64 39ZM35 43L28 63H45Z"),
    ),
    "pencil": (("accent", "M74 4L96 26L84 38L62 16ZM57 21L79 43L32 90L4 96L10 68ZM22 78L16 90L28 84Z"),),
    "camera": (("main", "M6 28H28L36 16H64L72 28H94Q98 28 98 32V84Q98 88 94 88H6Q2 88 2 84V32Q2 28 6 28ZM50 36A20 20 0 0 0 50 76A20 20 0 0 0 50 36ZM50 44A12 12 0 0 1 50 68A12 12 0 0 1 50 44ZM80 36H90V43H80Z"),),
    "pizza": (("accent", "M6 20C34 2 66 2 94 20L90 29C64 14 36 14 10 29ZM13 33C38 19 62 19 87 33L50 98ZM34 36A7 7 0 0 0 48 36A7 7 0 0 0 34 36ZM56 46A7 7 0 0 0 70 46A7 7 0 0 0 56 46ZM42 62A7 7 0 0 0 56 62A7 7 0 0 0 42 62Z"),),
    "mushroom": (
        ("accent", "M50 6C78 6 96 28 96 52Q96 58 90 58H10Q4 58 4 52C4 28 22 6 50 6ZM26 40A8 8 0 0 0 42 40A8 8 0 0 0 26 40ZM48 24A7 7 0 0 0 62 24A7 7 0 0 0 48 24ZM64 43A7 7 0 0 0 78 43A7 7 0 0 0 64 43Z"),
        ("main", "M36 63H64C62 74 66 82 70 90Q72 96 66 96H34Q28 96 30 90C34 82 38 74 36 63Z"),
    ),
    "bee": (
        ("main", "M32 40H38V82Q34 80 30 76Q22 68 22 58Q24 46 32 40ZM44 37H54V88Q49 88 44 86ZM60 38Q70 42 74 50Q80 60 74 72L88 78L70 79Q66 83 60 86Z"),
        ("accent", "M46 32C30 32 18 20 26 10C38 4 50 18 50 32ZM54 32C52 16 66 0 80 8C88 20 72 32 54 32Z"),
    ),
    "snowflake": (("accent", "M46 2H54V16L63 9L67 15L54 25V43L69 34L71 18H78L77 29L89 22L93 29L81 36L92 40L90 47L74 41L58 50L74 59L90 53L92 60L81 64L93 71L89 78L77 71L78 82H71L69 66L54 57V75L67 85L63 91L54 84V98H46V84L37 91L33 85L46 75V57L31 66L29 82H22L23 71L11 78L7 71L19 64L8 60L10 53L26 59L42 50L26 41L10 47L8 40L19 36L7 29L11 22L23 29L22 18H29L31 34L46 43V25L33 15L37 9L46 16Z"),),
    "pumpkin": (
        ("accent", "M50 28C56 22 66 22 71 27C86 26 98 40 98 58C98 78 86 92 71 91C64 96 56 96 50 92C44 96 36 96 29 91C14 92 2 78 2 58C2 40 14 26 29 27C34 22 44 22 50 28ZM26 48L40 58H22ZM74 48L78 58H60ZM24 68H76C70 80 60 84 50 84C40 84 30 80 24 68Z"),
        ("main", "M45 22C45 14 42 9 37 6L45 1C52 6 56 13 56 22Q50 19 45 22Z"),
    ),
    "ghost": (("main", "M50 4C74 4 86 22 86 46V96L74 86L62 96L50 86L38 96L26 86L14 96V46C14 22 26 4 50 4ZM32 40A7 10 0 0 0 46 40A7 10 0 0 0 32 40ZM54 40A7 10 0 0 0 68 40A7 10 0 0 0 54 40Z"),),
    "wrench": (("accent", "M66 4C74 2 82 4 88 8L74 22L78 34L90 38L98 24C100 38 94 50 82 54C76 56 70 56 66 54L30 92C24 98 14 98 8 92C2 86 2 76 8 70L46 34C44 20 52 8 66 4ZM15 81A5 5 0 0 0 25 81A5 5 0 0 0 15 81Z"),),
    "yarn": (
        ("accent", "M46 10A38 38 0 1 1 45.9 10ZM22 34Q44 28 66 66L60 70Q40 36 18 42ZM42 18Q66 26 78 50L76 58Q62 32 36 22ZM14 54Q32 54 44 82L38 84Q30 64 14 62Z"),
        ("main", "M62 82Q80 98 98 84L100 91Q78 106 56 86Z"),
    ),
    "chef": (("main", "M26 62C10 62 2 50 4 38C6 26 18 20 28 24C32 10 42 4 50 4C58 4 68 10 72 24C82 20 94 26 96 38C98 50 90 62 74 62V78H26ZM26 84H74V96H26Z"),),
    "anchor": (("main", "M50 2A12 12 0 0 1 56 24V32H72V41H56V84C70 82 80 74 84 62L74 66L84 44L97 64L91 62C88 82 70 98 50 98C30 98 12 82 9 62L3 64L16 44L26 66L16 62C20 74 30 82 44 84V41H28V32H44V24A12 12 0 0 1 50 2ZM50 9A5 5 0 0 0 50 19A5 5 0 0 0 50 9Z"),),
    "plane": (("accent", "M96 6C100 14 90 26 80 34L90 84L82 92L62 52L42 72L44 88L36 96L28 74L4 64L12 56L28 58L48 38L8 18L16 10L66 20C74 10 88 2 96 6Z"),),
    "code": (("accent", "M28 22L36 30L16 50L36 70L28 78L0 50ZM72 22L64 30L84 50L64 70L72 78L100 50ZM56 14L64 17L44 86L36 83Z"),),
    "gear": (("main", "M42 2H58L61 15L70 19L82 12L93 23L86 34L90 43L99 45V58L88 61L84 71L91 82L80 92L69 85L60 89L57 98H42L39 89L30 85L19 92L8 82L15 71L11 61L1 58V45L10 43L14 34L7 23L18 12L30 19L39 15ZM50 32A18 18 0 0 0 50 68A18 18 0 0 0 50 32Z"),),
    "horseshoe": (("accent", "M24 8L10 12C0 50 12 98 50 98C88 98 100 50 90 12L76 8L74 18L80 20C86 50 76 82 50 82C24 82 14 50 20 20L26 18Z"),),
    "cactus": (("accent", "M40 98V72H30C18 72 12 64 12 54V42A7 7 0 0 1 26 42V52C26 56 28 58 32 58H40V16A10 10 0 0 1 60 16V66H68C72 66 74 64 74 60V40A7 7 0 0 1 88 40V62C88 72 82 80 70 80H60V98Z"),),
    "ball": (("accent", "M50 4A46 46 0 0 1 50 96A46 46 0 0 1 50 4ZM46.5 10V46.5H10A40 40 0 0 0 10 53.5H24Q22 70 18 76L23 82Q30 70 31 53.5H46.5V90H53.5V53.5H69Q70 70 77 82L82 76Q78 70 76 53.5H90V46.5H76Q78 30 82 24L77 18Q70 30 69 46.5H53.5V10ZM18 24Q22 30 24 46.5H31Q30 30 23 18Z"),),
    "tent": (
        ("main", "M46 12L50 18L54 12L60 16L55 25L94 88H62L50 58L38 88H6L45 25L40 16Z"),
        ("accent", "M4 92H96V98H4Z"),
    ),
    "guitar": (("accent", "M84 2L98 16L90 24L86 22L64 44C70 52 68 58 62 62C58 65 56 68 57 74C60 90 44 98 30 98C14 98 2 86 2 70C2 56 10 40 26 43C32 44 35 42 38 38C42 32 48 30 56 36L78 14L76 10ZM42 50A8 8 0 0 0 42 66A8 8 0 0 0 42 50ZM22 68L18 72L28 82L32 78Z"),),
    "truck": (("main", "M2 24H60V70H42A12 12 0 0 0 18 70H2ZM64 36H82L98 54V70H92A12 12 0 0 0 68 70H64ZM71 43V54H88L79 43ZM30 62A9 9 0 0 1 30 80A9 9 0 0 1 30 62ZM80 62A9 9 0 0 1 80 80A9 9 0 0 1 80 62Z"),),
    "scissors": (("accent", "M30 4L52 44L74 4L80 10L58 54L66 66A17 17 0 1 1 57 71L52 62L46 71A17 17 0 1 1 38 66L46 54L24 10ZM30 73A10 10 0 0 0 30 91A10 10 0 0 0 30 73ZM74 73A10 10 0 0 0 74 91A10 10 0 0 0 74 73Z"),),
    "golf": (
        ("main", "M40 4H46V80H40ZM8 86C20 80 66 80 78 86C66 92 20 92 8 86Z"),
        ("accent", "M50 6L92 22L50 38ZM74 64A9 9 0 0 1 74 82A9 9 0 0 1 74 64Z"),
    ),
    "wine": (("accent", "M24 4H76C84 34 76 56 54 60V88H72V96H28V88H46V60C24 56 16 34 24 4ZM31 12C29 20 29 24 29 28H71C71 24 71 20 69 12Z"),),
    "mustache": (("accent", "M50 40C58 26 76 26 82 38C86 46 92 48 99 42C98 62 84 74 70 72C60 71 54 66 50 60C46 66 40 71 30 72C16 74 2 62 1 42C8 48 14 46 18 38C24 26 42 26 50 40Z"),),
    "cap": (
        ("main", "M50 14L98 36L50 58L2 36ZM22 52L50 65L78 52V70C70 80 60 84 50 84C40 84 30 80 22 70Z"),
        ("accent", "M88 44H94V70L99 88H83L88 70Z"),
    ),
    "rainbow": (
        ("accent", "M2 82A48 48 0 0 1 98 82H87A37 37 0 0 0 13 82Z"),
        ("third", "M17 82A33 33 0 0 1 83 82H72A22 22 0 0 0 28 82Z"),
        ("main", "M32 82A18 18 0 0 1 68 82H58A8 8 0 0 0 42 82Z"),
    ),
}  # fmt: skip

STEMS: dict[str, str] = {
    "heart": "love heart mom mum mama mother grandma granny nana wife sister aunt family amor mamá madre abuela familia "
             "maman mère amour liebe mutter oma mama",
    "plant": "plant botan succulent houseplant planta plante pflanze",
    "leaf": "garden vegan herb nature natur jardin tea",
    "cat": "cat cats kitten kitty feline gato gata chat katze",
    "paw": "dog dogs puppy pup pet pets rescue animal vet perro chien hund corgi dachshund",
    "coffee": "coffee espresso latte caffein barista café cafe kaffee mug",
    "mountain": "mountain hike hiking hiker trail climb adventure wander explore outdoor montaña montagne berg wandern",
    "pine": "forest tree woods wild park ranger lumber bosque forêt wald",
    "wave": "beach surf ocean sea wave swim salty lake mar plage meer strand paddl kayak",
    "sun": "summer sun sunny sunshine verano été sommer sol soleil vacation happy",
    "moon": "night moon sleep nap insomn dream luna noche nacht nuit tired astro",
    "book": "book read librar student study school literat libro livre buch lesen novel professor",
    "note": "music song sing piano band choir vinyl dj música musique musik dance",
    "nurse": "nurse medic doctor health hospital nursing enfermera infirmi krankenschwester paramedic",
    "apple": "teach teacher kindergarten maestra profe lehrer",
    "gamepad": "game gamer gaming console player gamers",
    "dumbbell": "gym lift workout fitness muscle train squat deadlift crossfit yoga strong",
    "fish": "fish fishing angler bass trout pesca pêche angeln",
    "beer": "beer brew brewing ale hops drink cerveza bière bier craft",
    "flame": "bbq grill fire fireman firefight hot smoke spicy chili barbecue",
    "bolt": "electric energy power lightning",
    "crown": "king queen boss prince princess reina rey roi reine legend best",
    "flower": "flower florist spring bloom bloss flor fleur blume",
    "bike": "bike bicycle cycling cyclist biker bici vélo fahrrad",
    "pencil": "write writer artist draw paint design architect art",
    "camera": "photo camera foto",
    "pizza": "pizza foodie food",
    "mushroom": "mushroom forag fungi cottagecore",
    "bee": "bee bees honey beekeep abeja abeille biene",
    "snowflake": "winter snow ski christmas xmas holiday navidad noël weihnacht cold",
    "pumpkin": "pumpkin halloween fall autumn thanksgiving",
    "ghost": "ghost spooky boo haunt witch",
    "wrench": "mechanic fix diy garage plumb repair tool handy retired",
    "yarn": "knit crochet yarn wool",
    "chef": "chef cook bake baker baking kitchen",
    "anchor": "sail boat captain sailor navy anchor pirate",
    "plane": "travel pilot flight fly wanderlust airport viaje voyage reise",
    "code": "code coding coder programmer develop software debug data",
    "gear": "engineer machin engine steam",
    "horseshoe": "horse cowgirl cowboy rodeo lucky equest caballo cheval pferd",
    "cactus": "cactus desert texas arizona",
    "ball": "basketball hoops ball coach",
    "tent": "camp camping tent scout",
    "guitar": "guitar rock roll country blues",
    "truck": "truck trucker driver",
    "scissors": "hair barber stylist salon sew quilt craft",
    "golf": "golf golfer par birdie",
    "wine": "wine vino vin wein winery sommelier",
    "mustache": "dad daddy father papa grandpa papá père padre abuelo opa vater beard",
    "cap": "grad graduat class senior alumni",
    "rainbow": "rainbow pride magic",
}  # fmt: skip
EXACT = frozenset("art sea sun cat cats pup pet vet ale mar sol été mom mum fly fix fly dj boo best fall king rey roi ball band bass "
                  "berg care cold craft data food fire game hair herb hike lift park pets pride rock roll sing song tea tool tree "
                  "wine vin vino par dad opa père wild wave book read mug oma mama profe bee bees hot spring player".split())  # fmt: skip
PEOPLE = frozenset({"heart", "mustache", "crown"})
