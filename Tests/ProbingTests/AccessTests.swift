import FleetModel
import Primitives
import Synchronization
import Testing

@testable import Probing

/// How probes make themselves known, and what they say when that is not enough.
struct AccessTests {
    private static let page: @Sendable (String) -> ProbeTarget = {
        .prometheus(url: $0, metrics: [])
    }
    private static let login = WebAccess(login: .password(user: "centre", Secret("s3cret")))
    private static let digest = WebAccess(login: .digest(user: "centre", Secret("s3cret")))

    @Test func `any probe over HTTP may have a user and a password`() async throws {
        let observation = try await poll(Self.page, access: Self.login) { request in
            request.header("authorization") == "Basic Y2VudHJlOnMzY3JldA=="
                ? .ok("process_open_fds 3\n") : .answer(401, "")
        }
        #expect(observation.problems == [])
        #expect(observation[.openFiles] == 3)
    }

    @Test(arguments: [
        (#"Basic realm="x""#, false, "it wants a user and a password"),
        (#"Digest realm="x", nonce="y""#, false, "it wants a user, a password and 'digest: true'"),
        ("Bearer", false, "it wants a token in an Authorization header"),
        (#"Basic realm="x""#, true, "what was given is refused"),
        (#"Digest realm="x""#, true, "the server wants a digest that is not known"),
    ])
    func `a refusal says what may be done about it`(
        _ challenge: String,
        _ hasLogin: Bool,
        _ advice: String
    ) async throws {
        let access = hasLogin ? Self.login : WebAccess()
        let observation = try await poll(Self.page, access: access) { _ in
            .answer(401, headers: ["WWW-Authenticate": challenge], "")
        }
        #expect(observation.reasons == [.unauthorised(status: 401, advice: advice)])
    }

    /// The two challenges that monerod sends when it is started with `--rpc-login`.
    private static let challenges = [
        "WWW-authenticate":
            #"Digest qop="auth",algorithm=MD5,realm="monero-rpc",nonce="Y/LAM3aQ==",stale=false"#,
        "www-authenticate":
            #"Digest qop="auth",algorithm=MD5-sess,realm="monero-rpc",nonce="Y/LAM3aQ==""#,
    ]

    @Test func `a digest is sent once the server has asked, the password never`() async throws {
        let observation = try await poll(Self.page, access: Self.digest) { request in
            guard let proof = request.header("authorization") else {
                return .answer(401, headers: Self.challenges, "")
            }
            let isProof =
                proof.hasPrefix(#"Digest username="centre", realm="monero-rpc", "#)
                && proof.contains(#"uri="/metrics""#) && proof.contains("nc=00000001")
                && !proof.contains("s3cret")
            return isProof ? .ok("process_open_fds 3\n") : .answer(401, "")
        }
        #expect(observation.problems == [])
        #expect(observation[.openFiles] == 3)
    }

    /// A server that knows only its last challenge, as monerod does on each connection.
    @Test func `several probes at one server do not spoil each other's challenges`() async throws {
        let last = Mutex(0)
        let script: ScriptedServer.Script = { request in
            last.withLock { last in
                let proof = request.header("authorization")
                if proof?.contains(#"nonce="n\#(last)""#) == true {
                    return .ok("process_open_fds 3\n")
                }
                last += 1
                let challenge = #"Digest realm="x", qop="auth", nonce="n\#(last)""#
                return .answer(401, headers: ["WWW-Authenticate": challenge], "")
            }
        }
        try await ScriptedServer.run(script) { server in
            try await withClient { client in
                let target = Self.page(server.url)
                await withTaskGroup(of: Observation.self) { group in
                    for _ in 0..<8 {
                        group.addTask { await client.poll(target, access: Self.digest) }
                    }
                    for await observation in group { #expect(observation.problems == []) }
                }
            }
        }
    }

    @Test func `a digest that is refused is told`() async throws {
        let observation = try await poll(Self.page, access: Self.digest) { _ in
            .answer(401, headers: Self.challenges, "")
        }
        let advice = "what was given is refused"
        #expect(observation.reasons == [.unauthorised(status: 401, advice: advice)])
    }

    /// RFC 7616, section 3.9.1, but for the nonce of the client, which is a number here; both
    /// digests were computed with Python's `hashlib`.
    @Test(arguments: [
        (["MD5", "SHA-256"], "SHA-256", Self.sha256), (["MD5"], "MD5", Self.md5),
        (["MD5-sess", "MD5"], "MD5", Self.md5),
    ])
    func `the strongest known challenge is answered as RFC 7616 says`(
        _ offered: [String],
        _ algorithm: String,
        _ response: String
    ) throws {
        let headers = offered.map { algorithm in
            #"Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=\#(algorithm)"#
                + #", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v""#
                + #", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#
        }
        let challenge = try #require(DigestChallenge(headers: headers))
        let answer = challenge.answer(
            ("GET", "/dir/index.html"),
            user: "Mufasa",
            password: "Circle of Life",
            clientNonce: 0xABCDEF
        )
        #expect(answer.contains("algorithm=\(algorithm), response=\"\(response)\""))
        #expect(answer.contains(#"opaque="FQhe/"#))
    }

    private static let sha256 = "fd147aefe36f7c55af19e414be977eb4f7b890abad2b01e009b8afc698f72d83"
    private static let md5 = "535af1310f60badb5b24d0ab73accab0"

    @Test(arguments: [
        "", "Digest", "Digest =", "Digest realm=\"a", #"Digest realm="a", nonce="b", qop="x""#,
        #"Digest realm="a\"#, #"Digest nonce="b""#, "Basic realm=x",
    ])
    func `a challenge that makes no sense is not answered`(_ header: String) {
        #expect(DigestChallenge(headers: [header]) == nil)
    }

    @Test(arguments: [
        ("http://a", "/"), ("http://a/b?c=d#e", "/b?c=d"), ("http://a?b", "/?b"), ("x", "/"),
    ])
    func `the target of a request is its path and query`(_ url: String, _ target: String) {
        #expect(WebAddress.requestTarget(of: url) == target)
    }
}
