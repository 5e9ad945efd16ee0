//! The settings of `plenary serve`: defaults, then a file, then the environment.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::Path,
    str::FromStr,
};

use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
    value::Value,
};
use serde::{Deserialize, Serialize};

/// Every setting. The file `plenary.toml` in the repository says what each is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where the server listens and how it stops.
    pub server: Server,
    /// Its certificate.
    pub tls: Tls,
    /// What it accepts at most.
    pub limits: Limits,
    /// What the programme is like.
    pub programme: Programme,
    /// What is kept of the programme.
    pub record: Record,
    /// Desks with buttons.
    pub hands: Hands,
    /// What it says of itself.
    pub log: Log,
}

/// `[server]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// TCP and UDP address.
    pub listen: Listen,
    /// Origin of the links the server makes; empty for localhost.
    pub public_url: PublicUrl,
    /// Seconds between the wish to stop and the cut.
    pub drain_s: Within<1, 300>,
}

/// `[tls]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tls {
    /// Where the certificate comes from.
    pub mode: TlsMode,
    /// PEM file of the certificate and its chain.
    pub certificate: String,
    /// PEM file of its key.
    pub key: String,
    /// Name of this server.
    pub domain: String,
    /// Mail address for the authority's warnings.
    pub contact: String,
    /// The authority's directory.
    pub directory: String,
}

/// Where the certificate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TlsMode {
    /// Generated, for localhost.
    Local,
    /// From files.
    Files,
    /// From a certificate authority.
    Acme,
}

/// `[limits]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Media sessions at a time.
    pub sessions: Within<1, 100_000>,
    /// Largest upload in MiB.
    pub upload_mib: Within<1, 20_480>,
    /// Longest upload in minutes.
    pub upload_minutes: Within<1, 600>,
}

/// `[programme]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Programme {
    /// Size and rate of its pictures.
    pub format: plenary_model::format::Format,
}

/// `[record]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Record {
    /// Whether the programme is written to disk.
    pub programme: bool,
}

/// `[hands]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Hands {
    /// UDP address for OSC; empty for none.
    pub osc: Osc,
    /// Whose messages are followed.
    pub allow: Vec<Sender>,
}

/// `[log]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// For people or for machines.
    pub format: LogFormat,
    /// Directives of tracing's filter.
    pub level: String,
}

/// How a log line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// A line of text.
    Text,
    /// A line of JSON.
    Json,
}

impl Default for Server {
    fn default() -> Self {
        Self { listen: Listen(SocketAddr::from(([0u16; 8], 8080))), public_url: PublicUrl(None), drain_s: Within(10) }
    }
}

impl Default for Tls {
    fn default() -> Self {
        Self {
            mode: TlsMode::Local,
            certificate: String::new(),
            key: String::new(),
            domain: String::new(),
            contact: String::new(),
            directory: "https://acme-v02.api.letsencrypt.org/directory".to_owned(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { sessions: Within(10_000), upload_mib: Within(20_480), upload_minutes: Within(120) }
    }
}

impl Default for Record {
    fn default() -> Self {
        Self { programme: true }
    }
}

impl Default for Hands {
    fn default() -> Self {
        let own = [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)];
        Self { osc: Osc(None), allow: own.map(Sender).into() }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, level: "info".to_owned() }
    }
}

/// Why the configuration is no good, in one line: the key, its value, and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key} = {value}: {allowed}")]
pub struct Error {
    /// Path of the setting.
    pub key: String,
    /// As it was given.
    pub value: String,
    /// What would be right.
    pub allowed: String,
}

impl Config {
    /// Reads the defaults, the file if there is one, and the environment.
    pub fn load(file: Option<&Path>) -> Result<Self, Error> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            if !file.is_file() {
                return Err(Error {
                    key: "--config".to_owned(),
                    value: file.display().to_string(),
                    allowed: "there is no such file; plenary.toml in the repository is one to start from".to_owned(),
                });
            }
            figment = figment.merge(Toml::file_exact(file));
        }
        Self::read(figment.merge(Env::prefixed("PLENARY_").split("__")))
    }

    fn read(figment: Figment) -> Result<Self, Error> {
        let config: Self = figment.extract().map_err(|error| explain(&figment, &error))?;
        config.complete()?;
        Ok(config)
    }

    /// What no single setting can tell: that the ones a mode needs are there.
    fn complete(&self) -> Result<(), Error> {
        let needed: &[(&str, &str, &str)] = match self.tls.mode {
            TlsMode::Local => &[],
            TlsMode::Files => &[
                ("tls.certificate", &self.tls.certificate, "a PEM file, because tls.mode is \"files\""),
                ("tls.key", &self.tls.key, "a PEM file, because tls.mode is \"files\""),
            ],
            TlsMode::Acme => &[
                ("tls.domain", &self.tls.domain, "the name of this server, because tls.mode is \"acme\""),
                ("tls.contact", &self.tls.contact, "a mail address, because tls.mode is \"acme\""),
            ],
        };
        match needed.iter().find(|(_, value, _)| value.is_empty()) {
            Some((key, _, allowed)) => {
                Err(Error { key: (*key).to_owned(), value: "\"\"".to_owned(), allowed: format!("set it to {allowed}") })
            }
            None => Ok(()),
        }
    }
}

/// One line out of figment's error: the first one, with the value as it was given.
fn explain(figment: &Figment, error: &figment::Error) -> Error {
    let mut key = error.path.join(".");
    let mut allowed = match &error.kind {
        figment::error::Kind::InvalidType(_, expected) => format!("should be {expected}"),
        figment::error::Kind::UnknownVariant(_, variants) => {
            format!(
                "should be one of {}",
                variants.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
            )
        }
        figment::error::Kind::UnknownField(field, fields) => {
            if error.path.last() != Some(field) {
                key = if key.is_empty() { field.clone() } else { format!("{key}.{field}") };
            }
            format!("there is no such setting; there are {}", fields.join(", "))
        }
        kind => kind.to_string(),
    };
    if key.is_empty() {
        key = "the configuration file".to_owned();
    }
    let value = match figment.find_value(&key) {
        Ok(Value::String(_, text)) => format!("{text:?}"),
        Ok(Value::Num(_, number)) => number.to_i128().map_or_else(|| format!("{number:?}"), |whole| whole.to_string()),
        Ok(Value::Bool(_, truth)) => truth.to_string(),
        Ok(_) => "(a table)".to_owned(),
        Err(_) => "(unreadable)".to_owned(),
    };
    // One line, whatever a parser says.
    allowed = allowed.split_whitespace().collect::<Vec<_>>().join(" ");
    Error { key, value, allowed }
}

/// An address to listen on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Listen(pub SocketAddr);

impl TryFrom<String> for Listen {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let allowed = "should be an address and a port, such as \"[::]:8080\" or \"127.0.0.1:8080\"";
        SocketAddr::from_str(&text).map(Self).map_err(|_| allowed.to_owned())
    }
}

impl From<Listen> for String {
    fn from(listen: Listen) -> Self {
        listen.0.to_string()
    }
}

/// An address for OSC, or nothing when it is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Osc(pub Option<SocketAddr>);

impl TryFrom<String> for Osc {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let allowed = "should be empty, or an address and a port such as \"127.0.0.1:9000\"";
        match text.as_str() {
            "" => Ok(Self(None)),
            _ => SocketAddr::from_str(&text).map(|address| Self(Some(address))).map_err(|_| allowed.to_owned()),
        }
    }
}

impl From<Osc> for String {
    fn from(osc: Osc) -> Self {
        osc.0.map(|address| address.to_string()).unwrap_or_default()
    }
}

/// The address of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sender(pub IpAddr);

impl TryFrom<String> for Sender {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let allowed = "should be an IP address without a port, such as \"192.168.1.20\"";
        IpAddr::from_str(&text).map(Self).map_err(|_| allowed.to_owned())
    }
}

impl From<Sender> for String {
    fn from(sender: Sender) -> Self {
        sender.0.to_string()
    }
}

/// The origin of links, or nothing for localhost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicUrl(pub Option<url::Url>);

impl TryFrom<String> for PublicUrl {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let allowed = "should be empty, or an address without a path such as \"https://summit.example\"";
        match (text.as_str(), url::Url::parse(&text)) {
            ("", _) => Ok(Self(None)),
            (_, Ok(url)) if matches!(url.scheme(), "http" | "https") && url.path() == "/" && url.query().is_none() => {
                Ok(Self(Some(url)))
            }
            _ => Err(allowed.to_owned()),
        }
    }
}

impl From<PublicUrl> for String {
    fn from(url: PublicUrl) -> Self {
        url.0.map(String::from).unwrap_or_default()
    }
}

/// A whole number from `LOW` to `HIGH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Within<const LOW: u32, const HIGH: u32>(pub u32);

impl<const LOW: u32, const HIGH: u32> TryFrom<i64> for Within<LOW, HIGH> {
    type Error = String;

    fn try_from(number: i64) -> Result<Self, String> {
        u32::try_from(number)
            .ok()
            .filter(|number| (LOW..=HIGH).contains(number))
            .map(Self)
            .ok_or_else(|| format!("should be a whole number from {LOW} to {HIGH}"))
    }
}

impl<const LOW: u32, const HIGH: u32> From<Within<LOW, HIGH>> for i64 {
    fn from(number: Within<LOW, HIGH>) -> Self {
        number.0.into()
    }
}

impl<const LOW: u32, const HIGH: u32> fmt::Display for Within<LOW, HIGH> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const FILE: &str = include_str!("../../../plenary.toml");

    fn from(text: &str) -> Result<Config, Error> {
        Config::read(Figment::from(Serialized::defaults(Config::default())).merge(Toml::string(text)))
    }

    fn keys(prefix: &str, table: &toml::Table) -> BTreeSet<String> {
        table
            .iter()
            .flat_map(|(key, value)| match value {
                toml::Value::Table(table) => keys(&format!("{prefix}{key}."), table),
                _ => BTreeSet::from([format!("{prefix}{key}")]),
            })
            .collect()
    }

    #[test]
    fn the_file_in_the_repository_is_equal_to_the_defaults_and_names_every_setting() {
        assert_eq!(from(FILE).unwrap(), Config::default());
        let file: toml::Table = FILE.parse().unwrap();
        let defaults = toml::Table::try_from(Config::default()).unwrap();
        assert_eq!(keys("", &file), keys("", &defaults));
    }

    #[test]
    fn a_mistake_is_one_line_with_the_key_the_value_and_what_is_allowed() {
        for (text, line) in [
            (
                "server.listen = \"here\"",
                "server.listen = \"here\": should be an address and a port, such as \"[::]:8080\" or \"127.0.0.1:8080\"",
            ),
            ("server.drain_s = 0", "server.drain_s = 0: should be a whole number from 1 to 300"),
            (
                "server.public_url = \"summit\"",
                "server.public_url = \"summit\": should be empty, or an address without a path such as \"https://summit.example\"",
            ),
            ("limits.sessions = \"many\"", "limits.sessions = \"many\": should be i64"),
            ("tls.mode = \"none\"", "tls.mode = \"none\": should be one of \"local\", \"files\", \"acme\""),
            ("tls.mode = \"files\"", "tls.certificate = \"\": set it to a PEM file, because tls.mode is \"files\""),
            (
                "hands.osc = \"9000\"",
                "hands.osc = \"9000\": should be empty, or an address and a port such as \"127.0.0.1:9000\"",
            ),
            ("record.programme = 1", "record.programme = 1: should be a boolean"),
            ("server.port = 1", "server.port = 1: there is no such setting; there are listen, public_url, drain_s"),
        ] {
            assert_eq!(from(text).unwrap_err().to_string(), line);
        }
        let broken = from("server = [").unwrap_err().to_string();
        assert!(broken.starts_with("the configuration file") && !broken.contains('\n'), "{broken}");
    }
}
