//! Who the simulated participants say they are: invented names from every continent in their own
//! scripts, real cities, no real persons.

/// A simulated speaker's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// As the name graphic shows it.
    pub name: String,
    /// The line below.
    pub title: &'static str,
    /// The language they speak.
    pub language: &'static str,
}

/// The name of location `number`.
pub fn location(number: usize) -> String {
    let (name, _) = LOCATIONS[number % LOCATIONS.len()];
    numbered(name, number / LOCATIONS.len())
}

/// The country of location `number`.
pub fn country(number: usize) -> &'static str {
    LOCATIONS[number % LOCATIONS.len()].1
}

/// Who speaker `number` is.
pub fn speaker(number: usize) -> Speaker {
    let (name, title, language) = SPEAKERS[number % SPEAKERS.len()];
    Speaker { name: numbered(name, number / SPEAKERS.len()), title, language }
}

fn numbered(name: &str, round: usize) -> String {
    match round {
        0 => name.to_owned(),
        round => format!("{name} {number}", number = round + 1),
    }
}

const SPEAKERS: &[(&str, &str, &str)] = &[
    ("Amina Waweru-Okello", "Hydrologist, Lake Basin Observatory", "en"),
    ("نیلوفر آذرمهر", "پژوهشگر قنات", "fa"),
    ("Joaquín Tillería Monte", "Ingeniero de cuencas", "es"),
    ("Mereana Te Awhiora", "Keeper of the river", "en"),
    ("樋村 あおい", "水文学者", "ja"),
    ("Ólafía Brimdal", "Jöklafræðingur", "is"),
    ("Sarojini Veldapuram", "Tank restoration, Deccan", "en"),
    ("Лада Озерская", "Инженер водоснабжения", "ru"),
    ("Koffi Adzraku-Mensah", "Puits et forages", "fr"),
    ("ليلى بنرحمون", "مهندسة الري", "ar"),
    ("Iracema Poranguaba", "Guardiã das nascentes", "pt"),
    ("Θάλεια Νερομύλη", "Υδρογεωλόγος", "el"),
];

const LOCATIONS: &[(&str, &str)] = &[
    ("Ukumbi wa Maji, Kisumu", "ke"),
    ("تالار آبگینه، یزد", "ir"),
    ("Sala del Manantial, Cochabamba", "bo"),
    ("水の広場 京都", "jp"),
    ("Maison de l'Eau, Saint-Louis", "sn"),
    ("Wai Ora Hall, Whanganui", "nz"),
    ("जल भवन, उदयपुर", "in"),
    ("Vatnasalur, Akureyri", "is"),
    ("قاعة النبع، فاس", "ma"),
    ("Sala das Águas, Belém", "br"),
    ("Дом воды, Алматы", "kz"),
    ("清泉堂 昆明", "cn"),
    ("Su Evi, Mardin", "tr"),
    ("Αίθουσα Πηγή, Ιωάννινα", "gr"),
    ("Casa do Río, Ourense", "es"),
    ("Spring House, Duluth", "us"),
    ("Salle de la Source, Dakar", "sn"),
    ("물빛마루 전주", "kr"),
    ("ห้องสายน้ำ เชียงใหม่", "th"),
    ("Nhà Nước, Cần Thơ", "vn"),
    ("ውሃ ቤት፣ ባሕር ዳር", "et"),
    ("Balai Tirta, Yogyakarta", "id"),
    ("Bulwagan ng Tubig, Iloilo", "ph"),
    ("বারি ভবন, খুলনা", "bd"),
    ("Wasserhaus, Freiburg", "de"),
    ("Dům vody, Olomouc", "cz"),
    ("Casa de Apă, Tulcea", "ro"),
    ("Vesitalo, Kuopio", "fi"),
    ("Amanzi Hall, Durban", "za"),
    ("Gidan Ruwa, Kano", "ng"),
    ("Ile Omi, Abeokuta", "ng"),
    ("Sala Yaku, Cusco", "pe"),
    ("Casa del Agua, Oaxaca", "mx"),
    ("Tupã Y, Encarnación", "py"),
    ("Maison Wouri, Douala", "cm"),
    ("Trano Rano, Antsirabe", "mg"),
    ("תאטרון המעיין, חיפה", "il"),
    ("قاعة الفرات، الرقة", "sy"),
    ("Водний дім, Чернівці", "ua"),
    ("წყლის სახლი, ქუთაისი", "ge"),
    ("Ջրի տուն, Գյումրի", "am"),
    ("Усны ордон, Эрдэнэт", "mn"),
    ("நீர் மண்டபம், மதுரை", "in"),
    ("ජල ශාලාව, මහනුවර", "lk"),
    ("ရေအိမ်, မန္တလေး", "mm"),
    ("Vale blong Wota, Luganville", "vu"),
    ("Fale Vai, Apia", "ws"),
    ("Harbour Spring Rooms, Halifax", "ca"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use plenary_model::{country::Country, language::LanguageTag};

    use super::*;

    #[test]
    fn names_are_distinct_however_many_there_are_and_their_countries_and_languages_exist() {
        let names: HashSet<_> = (0..1_000).map(location).chain((0..100).map(|number| speaker(number).name)).collect();
        assert_eq!(names.len(), 1_100);
        assert!(names.iter().all(|name| name.chars().count() <= 60));
        for number in 0..LOCATIONS.len() {
            country(number).parse::<Country>().unwrap();
        }
        for number in 0..SPEAKERS.len() {
            speaker(number).language.parse::<LanguageTag>().unwrap();
        }
    }
}
