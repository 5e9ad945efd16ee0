//! Countries by their ISO 3166-1 alpha-2 code.

use std::{fmt, str::FromStr};

/// Every code that ISO 3166-1 assigns, and `zz` for a country that is not to be shown.
const CODES: &str = "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv \
    bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et fi fj fk fm fo \
    fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp \
    ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu \
    mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb \
    sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy \
    uz va vc ve vg vi vn vu wf ws ye yt za zm zw zz";

/// A country's code in lower case, as it stands in a broadcast's name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(value_type = String, example = "ke"))]
pub struct Country([u8; 2]);

/// A text that is no country's code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no country: use a code of ISO 3166-1 such as \"ke\", or \"zz\" to show none")]
pub struct UnknownCountry(pub String);

impl Country {
    /// The country is not to be shown.
    pub const HIDDEN: Self = Self(*b"zz");

    /// The two letters in lower case.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("codes are ASCII")
    }
}

impl FromStr for Country {
    type Err = UnknownCountry;

    fn from_str(text: &str) -> Result<Self, UnknownCountry> {
        let unknown = || UnknownCountry(text.chars().take(16).collect());
        let bytes: [u8; 2] = text.as_bytes().try_into().map_err(|_| unknown())?;
        let code = Self(bytes.map(|byte| byte.to_ascii_lowercase()));
        match std::str::from_utf8(&code.0).is_ok()
            && CODES.split_ascii_whitespace().any(|known| known.as_bytes() == code.0)
        {
            true => Ok(code),
            false => Err(unknown()),
        }
    }
}

impl TryFrom<String> for Country {
    type Error = UnknownCountry;

    fn try_from(text: String) -> Result<Self, UnknownCountry> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.as_str().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Country({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_either_case_and_nothing_else_passes() {
        assert_eq!("KE".parse::<Country>().unwrap().as_str(), "ke");
        assert_eq!("zz".parse(), Ok(Country::HIDDEN));
        for text in ["", "k", "ken", "xx", "k/", "é", "  "] {
            assert!(text.parse::<Country>().is_err(), "{text:?}");
        }
    }
}
