import NodeConfiguration
import Testing

struct SecretMaskTests {
    private func masked(_ key: String, _ value: String, patterns: [String] = []) -> String {
        let mask = SecretMask(patterns: patterns) { key, value in "#\(value.utf8.count)" }
        return mask.masked([.init(key: key, value: value)])[0].value
    }

    @Test(arguments: [
        "password", "rpcpassword", "DB_PASSWORD", "Service.Environment.API_KEY", "nodekey",
        "ExecStart.node-key", "nodeKey", "apiKey", "private.value", "mnemonic", "seed",
        "auth.token", "webhook-url", "rln-relay-cred-password", "ethereum.privateKeys", "suri",
        "secrets.github", "AWS_SECRET_ACCESS_KEY", "credentials.user", "jwt-secret",
    ])
    func `the value of a secret is hidden`(key: String) {
        #expect(masked(key, "abcdef0123") == "•••#10")
    }

    @Test(arguments: [
        ("public-key", "02ab"), ("keep-alive", "true"), ("monkey", "x"), ("keystore-path", "/a"),
        ("node-key-file", "/etc/node.key"), ("tokenSymbol", "KMA"), ("token-ttl", "5m"),
        ("password", ""), ("rpc-auth-token", "false"), ("compass", "north"), ("keys", "x"),
        ("chain", "kusama"), ("author", "me"), ("bootnodes", "/dns/a/tcp/1/p2p/12D3KooW"),
    ])
    func `what is no secret stays`(key: String, value: String) {
        #expect(masked(key, value) == value)
    }

    @Test(arguments: ["ADMIN_PW", "accesstoken", "REDISCLI_AUTH", "BEARER", "AUTHTOKEN"])
    func `short and joined names of secrets count`(key: String) {
        #expect(masked(key, "abc") == "•••#3")
    }

    @Test func `a word after the flag of a secret is hidden inside a command line`() {
        #expect(masked("command", "run --rpc-password abc -p 1") == "run --rpc-password •••#3 -p 1")
        #expect(masked("args", "[--node-key, 0xab, --x]") == "[--node-key, •••#4, --x]")
        #expect(masked("password", "/abc") == "•••#4")
        #expect(masked("suri", "//Alice") == "•••#7")
    }

    @Test func `a key in the path of an address is hidden`() {
        let key = "9aa3d95b3bc440fa88ea12eaa4456161"
        #expect(
            masked("rln-relay-eth-client-address", "https://sepolia.example/v3/\(key)")
                == "https://sepolia.example/v3/•••#32"
        )
        #expect(
            masked("args", "--eth=wss://a.example/\(key)/x") == "--eth=wss://a.example/•••#32/x"
        )
        let page = "https://example.org/releases/download/v0.36.0/nwaku-x86_64-linux.tar.gz"
        #expect(masked("image", page) == page)
    }

    @Test func `the owner names further secrets`() {
        #expect(masked("door.pin", "1234", patterns: ["*.pin"]) == "•••#4")
        #expect(masked("door.pins", "1234", patterns: ["*.pin"]) == "1234")
        #expect(masked("DOOR.PIN", "1234", patterns: ["door*n"]) == "•••#4")
    }

    @Test func `secrets inside a value are hidden alone`() {
        #expect(
            masked("db", "postgres://me:secret@host:5432/db?sslmode=on&password=x")
                == "postgres://•••#9@host:5432/db?sslmode=on&password=•••#1"
        )
        #expect(masked("args", "[-H, \"Authorization: Bearer abcdef\"]").contains("Bearer •••#6"))
        #expect(masked("env", "[A=1, API_TOKEN=abc]") == "[A=1, API_TOKEN=•••#3]")
        #expect(masked("url", "http://a/?x=1") == "http://a/?x=1")
    }

    @Test func `what looks like a secret is hidden wherever it stands`() {
        let phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
        #expect(masked("account", phrase) == "•••#\(phrase.utf8.count)")
        #expect(masked("tls", "-----BEGIN PRIVATE KEY-----\nx").hasPrefix("•••"))
    }
}
