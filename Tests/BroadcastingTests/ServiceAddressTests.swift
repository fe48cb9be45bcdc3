import Testing

@testable import Broadcasting

struct ServiceAddressTests {
    @Test(arguments: [
        "", "discord", "ftp://host/path", "https://", "https://ho st/", "https://host/\n/x",
        "https://user:secretword@host/", "https://host:99999/", "https://host/#part", "/only/path",
    ])
    func `what is not a web address is refused without repeating it`(text: String) {
        let failure = #expect(throws: DeliveryFailure.self) {
            try ServiceAddress(text, of: "the webhook")
        }
        #expect(failure?.isPermanent == true)
        #expect(failure?.reason.contains("https://host/path") == true)
        #expect(failure?.reason.contains("secretword") == false)
    }

    @Test func `a query item is set once and others stay`() throws {
        let address = try ServiceAddress(" https://h/p?wait=false&thread_id=5\n", of: "it")
        #expect(address.setting("wait", to: "true") == "https://h/p?thread_id=5&wait=true")
    }

    @Test func `segments below an address are encoded`() throws {
        let address = try ServiceAddress("https://h:8448/base/?x=1", of: "it")
        #expect(
            address.below("rooms", "!a/b:h.example", "ä") == "https://h:8448/base/rooms/"
                + "%21a%2Fb%3Ah.example/%C3%A4"
        )
    }
}
