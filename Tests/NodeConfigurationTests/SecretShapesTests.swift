import FleetModel
import NodeConfiguration
import Testing

/// The shapes in which real configurations hold secrets that no key names.
///
/// In each text, the secrets contain `hush` or stand in `secrets`; what must stay to be seen
/// contains `edge`.
struct SecretShapesTests {
    private static let mask = SecretMask { _, value in "#\(value.utf8.count)" }

    /// The lines `key = value` of a text of some format, as they are kept.
    private static func kept(_ text: String, _ format: ConfigTarget.Format?) throws -> String {
        let keys = try ConfigurationKeys(parsing: Array(text.utf8), format: format)
        return mask.masked(keys.entries).map { "\($0.key) = \($0.value)" }.joined(separator: "\n")
    }

    private static let commands = [
        "/usr/bin/curl -fsS -u ops:hush1 https://edge.example/s",
        "/usr/bin/curl -fsSuops:hush1 https://edge.example/s",
        "/usr/bin/curl --user ops:hush1 --proxy-user a:hush2 https://edge.example/s",
        "/usr/bin/curl --user='ops:hush1' https://edge.example/s",
        "/usr/bin/curl -h mysql https://mysql.example -u ops:hush1 --x edge",
        "-/usr/bin/redis-cli -h mysql -a hush1 ping edge",
        "/usr/bin/redis-cli -a'hush 1, a' -n edge",
        "/usr/bin/mysqladmin ping -uroot -phush1 edge",
        "mysqldump -u root -p hush1 --host=edge",
        "mariadb --password=hush1 -hedge",
        "mysql8.0 -phush1 -hedge",
        "sshpass -p hush1 ssh -p 22 edge true",
        "nice -n 5 sshpass -phush1 scp edge:/a /b",
        "sudo -u postgres timeout 5 redis-cli -a hush1 --edge",
        "sh -c 'exec redis-cli -a hush1 ping edge'",
        "sh -c \"mysql -u root -p'hush 1' edge\"",
        "env PGPASSWORD=hush1 psql -h edge",
        "docker exec -it edge redis-cli -a hush1",
        "docker login -u me -p hush1 edge.example",
        "docker run -e MYSQL_ROOT_PASSWORD=hush1 edge",
        "wget --header='X-Api-Key: hush1' https://edge.example/x",
        "curl -H \"Authorization: Basic hush1==\" https://edge.example",
        "curl -H 'Cookie: sid=hush1; other=hush2' https://edge.example",
        "curl -H PRIVATE-TOKEN:hush1 https://edge.example",
        "ldapsearch -x -D cn=edge -w hush1",
        "mongosh -u edge -p hush1",
        "snmpwalk -v2c -c hush1 edge",
        "mosquitto_pub -h edge -u me -P hush1",
        "ipmitool -H edge -U me -P hush1",
        "smbclient //edge/share -U me%hush1",
        "lftp -u me,hush1 edge",
        "openssl enc -pass pass:hush1 -in edge",
        "keytool -storepass hush1 -keypass hush2 -alias edge",
        "java -Djavax.net.ssl.trustStorePassword=hush1 -Dname=edge",
        "sqlplus -s me/hush1@db edge",
        "rabbitmqctl add_user edge hush1",
        "htpasswd -b /etc/edge me hush1",
        "vault login -path=edge hush1",
        "bitcoin-cli -rpcconnect=edge walletpassphrase hush1 60",
        "node --rpc-password hush1 --name edge",
        "tool --auth-user me:hush1 --login=me:hush2 --name edge",
        "node --dsn node:hush1@tcp(10.0.0.5:3306)/n --name edge",
        "node --dsn=node:hush,1@unix(/run/a)/n --name edge",
        "node --db 'host=edge user=me password=hush1 sslmode=on'",
        "node --db \"Server=edge;User Id=me;Password=hush1;Pooling=on\"",
        "node --db jdbc:mysql://edge:3306/d?user=me&password=hush1",
        "node --db jdbc:oracle:thin:me/hush1@edge:1521",
        "node --db postgres://me:hu/sh#h?ush1@edge:5432/d",
        "node --db mongodb://me:hush1@edge:27017,b:27017/d",
        "node --db postgres://me:a&hush1@edge/d",
        "node --hook https://hooks.slack.com/services/T0000/B0000/hushhushhush --name edge",
        "node --hook https://discord.com/api/webhooks/123456/hush-hush --name edge",
        "curl -sSLH'X-Api-Key: hush1' https://edge.example",
        "influx -username me -password hush1 -host edge", "ssh-keygen -N hush1 -f edge",
        "kubectl create secret generic edge --from-literal=conf=hush1",
        "aws configure set aws_secret_access_key hush1 --profile edge",
        "lftp -c 'open -u me,hush1 edge'", "tool --api_token:hush1 --name edge",
        "curl -d '{\"password\":\"hush1\"}' https://edge", "tool -token hush1 -name edge",
        "helm upgrade edge --set auth.password=hush1,db.token=hush2",
        "node --db 'AccountName=edge;AccountKey=hush1==;EndpointSuffix=x'",
        "sh -c 'npm config set //edge.example/:_authToken hush1'",
        "node --json '{\"user\":\"edge\",\"password\":\"hu\\\\\\\"sh hush1\"}'",
    ]

    @Test(arguments: commands)
    func `a secret of a command line is hidden in its keys and in its text`(command: String) throws
    {
        let unit = "[Service]\nExecStart=" + command.replacing("\n", with: " ")
        let json = "[{\"run\": \(Self.quoted(command))}, 1]"
        for kept in [
            try Self.kept(command, .flags), try Self.kept(unit, .unit),
            try Self.kept(json, .json), Self.mask.masked(command),
            Self.mask.masked(Self.quoted(Self.quoted(command))),
        ] {
            #expect(!kept.contains("hush"), "\(kept)")
            #expect(kept.contains("edge") && kept.contains("•••"), "\(kept)")
        }
    }

    private static func quoted(_ text: String) -> String {
        "\""
            + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n") + "\""
    }

    private static let documents: [(ConfigTarget.Format, String)] = [
        (.yaml, "env:\n- {name: LEVEL, value: edge}\n- {name: RPC_PASSWORD, value: hush1}\n"),
        (.yaml, "env:\n- name: X_TOKEN\n  value: hush1\n- name: edge\n  valueFrom: {a: b}\n"),
        (.yaml, "kind: Secret\nmetadata: {name: edge}\nstringData: {plain: hush1}\n"),
        (.yaml, "kind: Secret\nmetadata: {name: edge}\ndata: {config: aHVzaA==hush}\n"),
        (.yaml, "args: [--name, edge, --node-key, hush1]"),
        (.yaml, "command: [redis-cli, -h, edge, -a, hush1]"),
        (.yaml, "command: [sh, -c, \"curl -u me:hush1 https://edge\"]"),
        (.yaml, "a: edge\nfile: |\n  password: hush1 hush2\n  tokens:\n  - hush3\n  - hush4\n"),
        (.yaml, "file: |\n  name: edge\n  key: |\n    hush1\n    hush2\n"),
        (.yaml, "file: |\n  [server]\n  name = edge\n  secret = \"hush1\"\n"),
        (.yaml, "headers:\n- [X-Api-Key, hush1]\n- [X-Name, edge]\n"),
        (.yaml, "environment:\n- LEVEL=edge\n- DB_PASS=hush1\n- DB=me:hush2@tcp(db)/n\n"),
        (.json, #"{"environment":[{"name":"DB_PASSWORD","value":"hush1"}],"family":"edge"}"#),
        (.json, #"{"environment":[{"value":"hush1","name":"DB_PASSWORD","type":"a"}],"f":"edge"}"#),
        (
            .json,
            #"{"Parameters":[{"ParameterKey":"DbPassword","ParameterValue":"hush1"}],"a":"edge"}"#
        ),
        (.json, #"{"o":[{"OptionName":"DB_PASSWORD","Value":"hush1"},{"OptionName":"edge"}]}"#),
        (.json, #"{"header":{"name":"X-Api-Key","value":"hush1"},"a":"edge"}"#),
        (.json, #"{"body":"{\"user\":\"edge\",\"password\":\"hush1, hush2\"}"}"#),
        (.json, #"{"body":"{\"a\":\"{\\\"token\\\":\\\"hush1\\\"}\",\"b\":\"edge\"}"}"#),
        (.json, #"{"body":"[{\"name\":\"A_TOKEN\",\"value\":\"hush1\"},{\"name\":\"edge\"}]"}"#),
        (.json, #"{"body":"{\"keys\":[\"edge\"],\"tokens\":[\"hu]sh1\",\"hush2\"]}"}"#),
        (.json, #"{"body":"user: edge\npassword: hush1\n"}"#),
        (.json, #"{"auths":{"https://me:hush1@edge.example":{"a":"edge"}}}"#),
        (.env, #"A={"db":{"user":"edge","password":"hush1"},"level":"info"}"#),
        (.env, #"B='{"method":"login","params":{"user":"edge","password":"hush1"}}'"#),
        (.env, #"C="{\"user\":\"edge\",\"password\":\"hush1\"}""#),
        (.env, "D={db:{user:edge,password:hush,1},level:info}"),
        (.env, "E=name=edge,password=hush1;secret=hush2"),
        (.env, "F=\"<db><host>edge</host><password>hush1</password></db>\""),
        (.env, "G='<add key=\"Password\" value=\"hush1\"/><add key=\"a\" value=\"edge\"/>'"),
        (.env, "H={'password': 'hush1', 'name': 'edge'}"),
        (.env, "I=login edge password hush1"),
        (.env, "J=\"ALTER USER edge PASSWORD 'hush1'\""),
        (.env, "K=\"CREATE USER edge IDENTIFIED BY 'hush1'\""),
        (.toml, "[[env]]\nname = \"API_KEY\"\nvalue = \"hush1\"\n[[env]]\nname = \"edge\"\n"),
        (.toml, "args = [\"-a\", \"--header\", \"X-Api-Key: hush1\", \"--edge\"]"),
        (.ini, "dsn = me:hush1@tcp(edge:3306)/d"),
        (.ini, "remote = //me:hush1@edge/x"),
        (.ini, "[header]\nname = X-Api-Key\nvalue = hush1\n[other]\nname = edge\n"),
        (.unit, "[Service]\nEnvironment=\"A=edge\" \"B={\\\"token\\\":\\\"hush1\\\"}\"\n"),
    ]

    @Test(arguments: documents)
    func `a secret of a document is hidden`(format: ConfigTarget.Format, text: String) throws {
        let kept = try Self.kept(text, format)
        #expect(!kept.contains("hush"), "\(kept)")
        #expect(kept.contains("edge") && kept.contains("•••"), "\(kept)")
    }

    private static let letters = "a8F2kL0pQ7zR4mX9cV1bN6sD3gH5jT8wY2uI4oE7"

    private static func some(_ count: Int) -> String { String(letters.prefix(count)) }

    // Put together here, so that no scanner takes this file for a leak.
    private static let tokens: [String] = [
        "ghp_\(some(36))", "github_pat_\(letters)", "glpat-\(some(20))",
        "xoxb-1234567890-\(some(24))", "AKIA\("IOSFODNN7EXAMPLE")",
        "wJalrXUtnFEMI/K7MDENG\("/bPxRfiCY")EXAMPLEKEY", "sk_live_\(some(24))",
        "sk-proj-\(letters)", "sk-ant-\(letters)", "AIza\(some(35))", "npm_\(some(36))",
        "hvs.\(some(24))", "SG.\(some(22)).\(letters)", "hf_\(some(34))",
        "eyJhbGciOiJIUzI1NiJ9.\("eyJzdWIiOiJ4In0").\(letters)", "dop_v1_\(letters)",
        "123456789:AA\(some(33))", "syt_\(letters)",
        "MTk4NjIyNDgzNDcxOTI1MjQ4.\("Cl2FMQ").\(some(27))", "$2y$10$\(letters)",
        "$$apr1$$abcdefgh$$\(some(22))", "LS0tLS1CRUdJTi\("BSU0EgUFJJVkFURSBLRVktLS0tLQ==")",
        "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVq\("vbTLvyTJ")",
    ]

    @Test(arguments: tokens)
    func `a known token is hidden wherever it stands`(token: String) throws {
        for text in [token, "a \(token) b", "x=\(token)", "[a, \(token)]", "{\"x\":\"\(token)\"}"] {
            let kept = Self.mask.masked(text)
            #expect(!kept.contains(token.suffix(6)), "\(kept)")
            #expect(kept == text.replacing(token, with: "•••#\(token.utf8.count)"), "\(kept)")
        }
        #expect(!(try Self.kept("{\"a\": {\"\(token)\": 1}}", .json)).contains(token))
    }

    @Test(arguments: [
        "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY", "PGP PRIVATE KEY BLOCK", "OpenVPN Static key V1",
        "TSS2 PRIVATE KEY",
    ])
    func `a block of private matter is hidden, also cut and inside a text`(label: String) {
        let block = "-----BEGIN \(label)-----\nMIIhush\n-----END \(label)-----"
        #expect(Self.mask.masked(block) == "•••#\(block.utf8.count)")
        #expect(
            Self.mask.masked("edge \(block)\nedge") == "edge •••#\(block.utf8.count)\nedge"
        )
        #expect(!Self.mask.masked("a\n-----BEGIN \(label)-----\\nMIIhush").contains("hush"))
    }

    @Test(arguments: [
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "docker run -p 9944:9944 -p 30333:30333 --user 1000:1000 parity/polkadot:v1.2",
        "ssh -p 22 -i /etc/ssh/id -l me host", "node -p 9000 --port 30333 --name edge-1",
        "ghcr.io/org/image:1.2@sha256:0f3a", "git@github.com:org/repo.git",
        "mailto:ops@example.org", "https://example.org/@user/page", "http://host:8080/a?b=c@d",
        "16Uiu2HAmPLe7Mzm8TsYUubgCAW1aJoeFScxrLj8ppHFivPo97bUZ",
        "/dns4/edge.example/tcp/30333/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp",
        "0x91b171bb158e2d3848fa23a9f1c25182fb8e20313b2c1eb49219da7a70ce90c3",
        "a1b2c3d4@10.0.0.1:26656,b1c2@10.0.0.2:26656", "[2001:db8::1]:30333", "12:30:45",
        "RUST_LOG=info,runtime::contracts=debug,sync=trace", "{level: info, name: edge-1}",
        "{\"name\":\"LOG_LEVEL\",\"value\":\"debug\"}", "http://a:80,http://b:80",
        "text: value of a map with nothing to hide",
        "unknown option -x; see --help", "cannot read /etc/node.env: permission denied",
    ])
    func `what holds no secret stays`(text: String) {
        #expect(Self.mask.masked(text) == text)
    }

    @Test func `a secret that differs is still seen to differ`() throws {
        let texts = try ["one", "three"].map {
            try Self.kept("curl -u ops:\($0) -H 'X-Api-Key: \($0)' https://edge", .flags)
        }
        #expect(texts[0] != texts[1])
    }

    @Test func `pairs of a name and a value have the name for a key`() {
        let pairs = "env: [{name: A, value: 1}, {name: B, valueFrom: {x: y}}, {key: C, value: 2}]"
        #expect(
            lines(pairs, .yaml)
                == ["env.1.name = B", "env.1.valueFrom.x = y", "env.A = 1", "env.C = 2"]
        )
    }

    @Test func `a password does not stay in the name of a flag`() {
        #expect(
            lines("mysql -uroot -psecret db", .flags)
                == ["-p = secret", "-uroot = true", "arguments = [db]", "command = mysql"]
        )
    }

    @Test func `a long text of secrets is read in one go`() {
        let text = String(repeating: "{\"password\":\"a\\\"b\", [x:y@z] -p c ", count: 20_000)
        #expect(!Self.mask.masked(text).isEmpty)
    }
}
