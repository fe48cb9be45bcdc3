import FleetModel
import Primitives
import NIOSSL
import Probing
import Testing

struct TLSProbeTests {
    private static let folder: String = {
        let file = #filePath
        let end = file.lastIndex(of: "/") ?? file.startIndex
        return file[..<end] + "/Fixtures/Certificates/"
    }()

    private func configuration(_ chain: String) throws -> TLSConfiguration {
        let certificates = try NIOSSLCertificate.fromPEMFile(Self.folder + chain)
        let key = try NIOSSLPrivateKey(file: Self.folder + "leaf.key.pem", format: .pem)
        return .makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
    }

    private func poll(
        _ chain: String,
        name: String? = nil,
        trustsRoot: Bool = true,
        isVerified: Bool = true,
        identity: WebAccess.Identity? = nil,
        _ change: (inout TLSConfiguration) -> Void = { _ in }
    ) async throws -> Observation {
        var settings = try configuration(chain)
        change(&settings)
        return try await PortServer.run(.silence, tls: settings) { server in
            try await withClient { client in
                let target = TLSTarget(
                    address: "localhost:\(server.port)",
                    name: name,
                    isVerified: isVerified
                )
                let access = WebAccess(
                    authorities: trustsRoot ? [Self.folder + "root.pem"] : [],
                    identity: identity
                )
                return await client.poll(.tls(target), access: access)
            }
        }
    }

    @Test func `a server of TLS 1.1 is not spoken to`() async throws {
        let old = try await poll("good.pem") { $0.maximumTLSVersion = .tlsv11 }
        #expect(old.samples.isEmpty, "\(old.samples)")
        #expect(old.problems.contains { $0.isFault })
        let new = try await poll("good.pem") { $0.maximumTLSVersion = .tlsv12 }
        #expect(new.problems.isEmpty, "\(new.problems)")
    }

    @Test func `a good certificate tells its names, its issuer and its end`() async throws {
        let observation = try await poll("good.pem")
        #expect(observation.problems == [])
        let names = ["localhost", "node.example.org", "127.0.0.1"]
        #expect(observation[.certificateNames] == names)
        #expect(observation[.certificateIssuer] == ["Tocsin tests, intermediate"])
        #expect(observation[.certificateExpiry] == ["2120-01-01"])
        #expect(observation[.tlsVersion] == ["1.3"])
        #expect(try #require(observation[.certificateDays]) > 1000)
        #expect(observation.latency != nil)
    }

    @Test(arguments: [
        ("expired.pem", FailureReason.TLSFailure.expired), ("future.pem", .notYetValid),
        ("other-name.pem", .wrongName), ("self-signed.pem", .selfSigned),
        ("alone.pem", .incomplete),
    ])
    func `a certificate that is not accepted is named, and its days are still told`(
        _ chain: String,
        _ failure: FailureReason.TLSFailure
    ) async throws {
        let observation = try await poll(chain)
        #expect(observation.reasons == [.tls(failure)])
        #expect(observation[.certificateDays] != nil)
        #expect(observation.latency != nil)
    }

    @Test func `days are negative once the certificate is expired`() async throws {
        let observation = try await poll("expired.pem", isVerified: false)
        #expect(try #require(observation[.certificateDays]) < 0)
        #expect(observation.reasons == [.tls(.expired)])
    }

    @Test func `an authority that nobody knows is not trusted`() async throws {
        let observation = try await poll("good.pem", trustsRoot: false)
        #expect(observation.reasons == [.tls(.untrusted)])
    }

    @Test func `without verification only the dates count`() async throws {
        let observation = try await poll("other-name.pem", trustsRoot: false, isVerified: false)
        #expect(observation.problems == [])
    }

    @Test func `the name asked for may be another than the host`() async throws {
        let good = try await poll("good.pem", name: "node.example.org")
        #expect(good.problems == [])
        let wrong = try await poll("good.pem", name: "another.example.org")
        #expect(wrong.reasons == [.tls(.wrongName)])
    }

    @Test func `a server that wants a certificate of the client is told`() async throws {
        let observation = try await poll("good.pem") {
            $0.certificateVerification = .noHostnameVerification
            $0.trustRoots = .file(Self.folder + "root.pem")
        }
        #expect(observation.reasons == [.tls(.other("the server wants a client certificate"))])
        #expect(observation[.certificateDays] != nil)
    }

    private static let identity = WebAccess.Identity(
        certificate: folder + "good.pem",
        key: folder + "leaf.key.pem"
    )

    @Test func `a server that wants a certificate of the client gets it`() async throws {
        let observation = try await poll("good.pem", identity: Self.identity) {
            $0.certificateVerification = .noHostnameVerification
            $0.trustRoots = .file(Self.folder + "root.pem")
        }
        #expect(observation.problems == [])
    }

    @Test func `a page over TLS is read with an authority and a certificate of one's own`()
        async throws
    {
        var settings = try configuration("good.pem")
        settings.certificateVerification = .noHostnameVerification
        settings.trustRoots = .file(Self.folder + "root.pem")
        let page = "HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\nprocess_open_fds 3\n"
        try await PortServer.run(.answers(page), tls: settings) { server in
            try await withClient { client in
                func poll(_ access: WebAccess) async -> Observation {
                    let url = "https://localhost:\(server.port)/metrics"
                    return await client.poll(.prometheus(url: url, metrics: []), access: access)
                }
                let authorities = [Self.folder + "root.pem"]
                let known = await poll(
                    WebAccess(authorities: authorities, identity: Self.identity)
                )
                #expect(known.problems == [])
                #expect(known[.openFiles] == 3)
                #expect(await poll(WebAccess()).reasons == [.tls(.untrusted)])
                let nameless = await poll(WebAccess(authorities: authorities))
                #expect(
                    nameless.reasons == [.tls(.other("the server wants a client certificate"))]
                )
                let lost = WebAccess(
                    identity: WebAccess.Identity(certificate: "/none.pem", key: "/none.key")
                )
                #expect(
                    await poll(lost).reasons
                        == [.other("the certificate /none.pem cannot be read")]
                )
            }
        }
    }

    @Test func `a port that is mute, and one that does not speak TLS, are told apart`() async throws
    {
        func poll(_ manner: PortServer.Manner, _ deadline: Duration) async throws -> Observation {
            try await PortServer.run(manner) { server in
                try await withClient { client in
                    let target = TLSTarget(address: "127.0.0.1:\(server.port)")
                    return await client.poll(.tls(target), deadline: deadline)
                }
            }
        }
        let words = "connected, but no answer to the handshake"
        var mute = try await poll(.silence, .milliseconds(300))
        // On a busy machine even the connection may take longer.
        for seconds in [3, 30] where mute.reasons != [.tls(.other(words))] {
            mute = try await poll(.silence, .seconds(seconds))
        }
        #expect(mute.reasons == [.tls(.other(words))])
        #expect(mute.latency == nil)
        let plain = try await poll(.answers("HTTP/1.1 400 Bad Request\r\n\r\n"), .seconds(60))
        #expect(plain.reasons == [.tls(.notTLS)])
        #expect(try await poll(.closes, .seconds(60)).latency == nil)
    }

    @Test func `a file of authorities that is not there is told`() async throws {
        try await withClient { client in
            let target = TLSTarget(address: "127.0.0.1:1")
            let access = WebAccess(authorities: ["/nonexistent.pem"])
            let observation = await client.poll(.tls(target), access: access)
            let reason = "the file of certificate authorities /nonexistent.pem cannot be read"
            #expect(observation.reasons == [.other(reason)])
        }
    }
}
