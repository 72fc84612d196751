//! Everything a target reads from its environment: HOST, PORT and PERFCMP_*.
use std::{
    env,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    num::NonZeroUsize,
    ops::RangeInclusive,
    path::PathBuf,
    process,
    time::Duration,
};

/// Exact in every language that reads it.
const HIGHEST: u64 = (1 << 53) - 1;

#[derive(Clone, Debug)]
pub struct Settings {
    pub address: SocketAddr,
    pub bench_delay: Duration,
    pub cache_delay: Duration,
    pub cache_max_entries: NonZeroUsize,
    pub file_delay: Duration,
    pub file_concurrency: usize,
    pub max_body_bytes: usize,
    /// The sandbox; none: a temporary one.
    pub data_dir: Option<PathBuf>,
}

impl Settings {
    /// Ends the process with 2 and a line for each problem.
    pub fn from_env_or_exit() -> Self {
        Reader::new(|name| env::var(name).ok()).read().unwrap_or_else(|problems| {
            for problem in problems {
                eprintln!("{problem}");
            }
            process::exit(2)
        })
    }
}

/// Reads all variables before it gives up, so that all problems come at once.
struct Reader<Lookup> {
    lookup: Lookup,
    problems: Vec<String>,
}

impl<Lookup: Fn(&str) -> Option<String>> Reader<Lookup> {
    fn new(lookup: Lookup) -> Self {
        Self { lookup, problems: Vec::new() }
    }

    fn read(mut self) -> Result<Settings, Vec<String>> {
        let ip = self.host();
        let port = self.integer("PORT", None, 1..=u64::from(u16::MAX));
        // State is shared within the process, so that any number is right; the runtime reads TOKIO_WORKER_THREADS by itself.
        self.integer("PERFCMP_WORKERS", Some(1), 1..=u64::from(u16::MAX));
        let settings = Settings {
            address: SocketAddr::new(ip, u16::try_from(port).unwrap_or_default()),
            bench_delay: Duration::from_micros(self.integer("PERFCMP_BENCH_DELAY_US", Some(100), 0..=HIGHEST)),
            cache_delay: Duration::from_millis(self.integer("PERFCMP_CACHE_DELAY_MS", Some(50), 0..=HIGHEST)),
            cache_max_entries: self.size("PERFCMP_CACHE_MAX", 10_000),
            file_delay: Duration::from_millis(self.integer("PERFCMP_FILE_DELAY_MS", Some(10), 0..=HIGHEST)),
            file_concurrency: self.size("PERFCMP_FILE_CONCURRENCY", 50).get(),
            max_body_bytes: self.integer("PERFCMP_MAX_BODY", Some(1 << 20), 0..=HIGHEST) as usize,
            data_dir: self.data_dir(),
        };
        if self.problems.is_empty() { Ok(settings) } else { Err(self.problems) }
    }

    fn host(&mut self) -> IpAddr {
        let text = self.value("HOST").unwrap_or_else(|| "127.0.0.1".to_owned());
        let ip = match text.as_str() {
            "localhost" => Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            other => other.parse(),
        };
        let Ok(ip) = ip else {
            return self.refuse("HOST", format!("expected an IP address, got \"{text}\""), Ipv4Addr::LOCALHOST.into());
        };
        if !ip.is_loopback() && self.value("PERFCMP_ALLOW_REMOTE").as_deref() != Some("1") {
            return self.refuse("HOST", format!("{ip} is not loopback; PERFCMP_ALLOW_REMOTE=1 allows it"), ip);
        }
        ip
    }

    fn data_dir(&mut self) -> Option<PathBuf> {
        let folder = PathBuf::from(self.value("PERFCMP_DATA_DIR")?);
        if !folder.is_dir() {
            let problem = format!("expected a folder, got \"{}\"", folder.display());
            return self.refuse("PERFCMP_DATA_DIR", problem, None);
        }
        Some(folder)
    }

    fn size(&mut self, name: &str, by_default: u64) -> NonZeroUsize {
        // What the semaphores of tokio can hold; nobody needs more.
        let size = self.integer(name, Some(by_default), 1..=u64::from(u32::MAX));
        NonZeroUsize::new(size as usize).unwrap_or(NonZeroUsize::MIN)
    }

    fn integer(&mut self, name: &str, by_default: Option<u64>, range: RangeInclusive<u64>) -> u64 {
        let text = self.value(name);
        if let (None, Some(by_default)) = (&text, by_default) {
            return by_default;
        }
        let text = text.unwrap_or_default();
        // Only digits: `parse` would take a sign too.
        let digits = Some(&text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        match digits.and_then(|digits| digits.parse().ok()) {
            Some(value) if range.contains(&value) => value,
            _ => {
                let (lowest, highest) = range.into_inner();
                let problem = format!("expected a whole number from {lowest} to {highest}, got \"{text}\"");
                self.refuse(name, problem, lowest)
            }
        }
    }

    /// Empty is as good as not set.
    fn value(&self, name: &str) -> Option<String> {
        (self.lookup)(name).filter(|text| !text.is_empty())
    }

    fn refuse<T>(&mut self, name: &str, problem: String, stand_in: T) -> T {
        self.problems.push(format!("{name}: {problem}"));
        stand_in
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
        let lookup = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Reader::new(lookup).read()
    }

    #[test]
    fn everything_but_the_port_has_a_default() {
        let settings = read(&[("PORT", "8080"), ("PERFCMP_CACHE_MAX", "")]).unwrap();
        assert_eq!(settings.address, "127.0.0.1:8080".parse().unwrap());
        assert_eq!(settings.bench_delay, Duration::from_micros(100));
        assert_eq!((settings.cache_max_entries.get(), settings.max_body_bytes), (10_000, 1_048_576));
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let problems = read(&[("HOST", "0.0.0.0"), ("PERFCMP_CACHE_MAX", "0"), ("PERFCMP_MAX_BODY", "+1")]);
        let expected = [
            "HOST: 0.0.0.0 is not loopback; PERFCMP_ALLOW_REMOTE=1 allows it",
            "PORT: expected a whole number from 1 to 65535, got \"\"",
            "PERFCMP_CACHE_MAX: expected a whole number from 1 to 4294967295, got \"0\"",
            "PERFCMP_MAX_BODY: expected a whole number from 0 to 9007199254740991, got \"+1\"",
        ];
        assert_eq!(problems.unwrap_err(), expected);
    }

    #[test]
    fn other_addresses_must_be_allowed() {
        let remote = [("PORT", "1"), ("HOST", "0.0.0.0"), ("PERFCMP_ALLOW_REMOTE", "1")];
        assert_eq!(read(&remote).unwrap().address, "0.0.0.0:1".parse().unwrap());
        for host in ["127.9.9.9", "::1", "localhost"] {
            assert!(read(&[("PORT", "1"), ("HOST", host)]).is_ok(), "{host}");
        }
    }
}
