import FleetModel
import Testing

@testable import Broadcasting

struct WebhookSignatureTests {
    private static let published = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let signed = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    private func header(_ secret: String) throws -> String {
        try WebhookSignature(Secret(secret)).header(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            seconds: 1_614_265_330,
            body: Array(#"{"test": 2432232314}"#.utf8)
        )
    }

    @Test func `the published test vector is met`() throws {
        #expect(try header(Self.published) == Self.signed)
    }

    @Test func `every secret of a rotation signs`() throws {
        let other = "whsec_" + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"
        let signatures = try header(Self.published + " " + other).split(separator: " ")
        #expect(signatures.count == 2)
        #expect(signatures.first == Self.signed[...])
        #expect(String(signatures[1]) == (try header(other)))
    }

    @Test(arguments: [
        "", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_not base64", "whsec_AAEC",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw whsec_!",
    ])
    func `a secret of another form is refused without repeating it`(secret: String) {
        let failure = #expect(throws: DeliveryFailure.self) {
            try WebhookSignature(Secret(secret))
        }
        #expect(failure?.isPermanent == true)
        #expect(failure?.reason.contains("MfKQ") == false)
        #expect(failure?.reason.contains("whsec_ and base64") == true)
    }
}
