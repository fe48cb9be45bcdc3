/// Which flags of a program take secrets, as its manual page says.
struct ProgramGrammar {
    /// Short flags whose value is a secret.
    var secrets = ""
    /// Short flags whose value is a user and a password.
    var logins = ""
    /// Short flags whose value is a header, `Name: value`.
    var headers = ""
    /// Short flags with another value, which ends a cluster of flags.
    var valued = ""
    /// Long flags, without dashes and in lower case, whose value is a secret, though their name
    /// does not say so.
    var longSecrets: Set<String> = []
    /// Words behind which secrets stand, and how many words stand in between.
    var triggers: [String: Int] = [:]
    /// How many arguments stand before those that are secrets.
    var secretsFrom: Int?
    /// Whether these arguments are `user/password@database`.
    var hidesLoginWords = false
    /// Whether `login` among its words has a password behind `-p`.
    var canLogIn = false
    /// Whether the flags behind the next program are no longer its own.
    var startsAnother = false

    static let login = ProgramGrammar(secrets: "p", valued: "u")

    /// Long flags whose value is a user, perhaps with a password.
    static let longLogins: Set<String> = [
        "user", "proxy-user", "login", "userpass", "cert", "proxy-cert", "http-user", "username",
        "account", "upn",
    ]

    /// Words of remote procedures of Bitcoin-like nodes before which no program need stand.
    static let triggers = [
        "walletpassphrase": 0, "walletpassphrasechange": 0, "encryptwallet": 0,
        "importprivkey": 0, "signmessagewithprivkey": 0,
    ]

    /// The grammar of the program that a word names; nil when the word names none of the table.
    ///
    /// A path in front, a version and the like behind, and wrappers named after the program do
    /// not matter.
    static func named(_ word: String) -> ProgramGrammar? {
        let last = word.split(separator: "/").last ?? ""
        guard (2...40).contains(last.utf8.count), !word.contains(where: { ":=@".contains($0) })
        else { return nil }
        let name = last.drop { "@-+!".contains($0) }.lowercased()
        if let grammar = programs[name] { return grammar }
        let words = name.split { !$0.isLetter && $0 != "-" && $0 != "_" }
        // Anything else behind a point is the name of a host.
        guard words.dropFirst().allSatisfy({ endings.contains(String($0)) }) else { return nil }
        let stem = words.first.map(String.init) ?? ""
        if let grammar = programs[stem] { return grammar }
        return families.first { family in
            stem.hasPrefix(family.name) || stem.hasSuffix("-" + family.name)
        }?.grammar
    }

    private static let endings: Set<String> = ["sh", "exe", "bin", "real", "orig", "py", "pl", "-"]

    private static let curl = ProgramGrammar(
        secrets: "b",
        logins: "uUE",
        headers: "H",
        valued: "AcCdDeFhKmoPQrtTwxXyYz",
        longSecrets: ["oauth2-bearer", "tlspassword"]
    )
    private static let redis = ProgramGrammar(
        secrets: "a",
        valued: "hpnsdDcriut",
        triggers: ["auth": 0, "requirepass": 0, "masterauth": 0]
    )
    private static let mysql = ProgramGrammar(secrets: "p", valued: "uhPDSeB")
    private static let mongo = ProgramGrammar(secrets: "p", valued: "uhdco")
    private static let ldap = ProgramGrammar(secrets: "w", valued: "DHhbsflozyYUXR")
    private static let snmp = ProgramGrammar(secrets: "cAX", valued: "vlaxunErtmMO")
    private static let oracle = ProgramGrammar(secretsFrom: 0, hidesLoginWords: true)
    private static let registry = ProgramGrammar(canLogIn: true)
    private static let capitalP = ProgramGrammar(secrets: "P", valued: "hutiUSdHLI")
    private static let smallP = ProgramGrammar(secrets: "p", valued: "uhdP")

    private static let sshpass = ProgramGrammar(
        secrets: "p",
        valued: "fdPe",
        startsAnother: true
    )

    private static let families: [(name: String, grammar: ProgramGrammar)] = [
        ("curl", curl), ("redis-cli", redis), ("valkey-cli", redis), ("keydb-cli", redis),
        ("mysql", mysql), ("mariadb", mysql), ("mongo", mongo), ("ldap", ldap), ("snmp", snmp),
        ("mosquitto", capitalP), ("sshpass", sshpass),
    ]

    private static let programs: [String: ProgramGrammar] = [
        "sshpass": sshpass, "ssh": .init(), "scp": .init(), "sftp": .init(), "rsync": .init(),
        "curl": curl, "wget": .init(valued: "OoaPUitTQeADIRXBlw"), "lftp": .init(logins: "u"),
        "http": .init(secrets: "a"), "https": .init(secrets: "a"), "xh": .init(secrets: "a"),
        "xhs": .init(secrets: "a"), "redis-benchmark": redis, "redis-cli": redis,
        "mydumper": mysql, "myloader": mysql, "mycli": mysql, "xtrabackup": mysql,
        "mariabackup": mysql, "innobackupex": mysql, "cqlsh": smallP, "cypher-shell": smallP,
        "beeline": smallP, "hdbsql": smallP, "rabbitmqadmin": smallP, "ncftpget": smallP,
        "ncftpput": smallP, "rdesktop": smallP, "useradd": .init(secrets: "p"),
        "usermod": .init(secrets: "p"), "influx": .init(secrets: "pt", valued: "ehosu"),
        "open": .init(logins: "u"),
        "ssh-keygen": .init(secrets: "NP"), "kubectl": .init(longSecrets: ["from-literal"]),
        "sqlcmd": capitalP, "bcp": capitalP, "tsql": capitalP, "osql": capitalP,
        "ipmitool": capitalP, "zip": .init(secrets: "P"), "unzip": .init(secrets: "P"),
        "7z": .init(secrets: "p"), "7za": .init(secrets: "p"), "7zr": .init(secrets: "p"),
        "rar": .init(secrets: "p"), "unrar": .init(secrets: "p"), "vsql": .init(secrets: "w"),
        "openssl": .init(secrets: "kK"), "smbclient": .init(logins: "U"),
        "rpcclient": .init(logins: "U"), "net": .init(logins: "U"), "smbget": .init(logins: "U"),
        "swaks": .init(longSecrets: ["ap"]), "sendemail": .init(longSecrets: ["xp"]),
        "check_http": .init(secrets: "a", logins: "b"), "check_snmp": snmp,
        "check_curl": .init(secrets: "a", logins: "b"), "check_mysql": smallP,
        "check_mysql_query": smallP, "check_pgsql": smallP, "check_ldap": capitalP,
        "sqlplus": oracle, "sqlldr": oracle, "expdp": oracle, "impdp": oracle, "rman": oracle,
        "htpasswd": .init(secretsFrom: 1), "wpa_passphrase": .init(secretsFrom: 1),
        "rabbitmqctl": .init(
            triggers: ["add_user": 1, "change_password": 1, "authenticate_user": 1]
        ),
        "vault": .init(triggers: ["login": 0, "unseal": 0]),
        "mc": .init(triggers: ["set": 2, "add": 2]),
        "docker": registry, "podman": registry, "nerdctl": registry, "buildah": registry,
        "skopeo": registry, "crane": registry, "helm": registry, "oras": registry,
        "oc": registry, "az": registry, "cf": registry, "argocd": registry, "npm": registry,
    ]
}
