import Runtime
import Synchronization

/// Keeps all that the services tell, in order, until a test takes it out.
final class NewsBox: Sendable {
    private let news = Mutex<[RuntimeNews]>([])
    private let wake: @Sendable () -> Void

    init(wake: @escaping @Sendable () -> Void = {}) {
        self.wake = wake
    }

    func post(_ item: RuntimeNews) {
        news.withLock { $0.append(item) }
        wake()
    }

    func drain() -> [RuntimeNews] {
        news.withLock { news in
            defer { news = [] }
            return news
        }
    }
}
