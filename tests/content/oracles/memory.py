"""Keys of the templates on storage, GPU memory, tokens and money, worked out in another way than the cards do."""

from fractions import Fraction

from tests.content.oracles.exact import Drawn, Oracle, exact, fewest, most

GB = 10**9


def _vectors(width: str | int, unit: int = GB) -> Oracle:
    """Bits of one vector first, then of all."""

    def size(drawn: Drawn) -> float:
        rows, dims = exact(drawn, "rows", "dims")
        a_number = drawn[width] if isinstance(width, str) else width
        bits = dims * 8 * Fraction(str(a_number))
        return float(bits * rows * 10**6 / 8 / unit)

    return size


def _log_volume(drawn: Drawn) -> float:
    dau, events, size, days = exact(drawn, "dau", "events", "bytes", "days")
    kept = dau * 10**6 * days * events
    return float(kept * size / 10**12)


def _cache_servers(drawn: Drawn) -> float:
    rows, dims, width, copies, ram = exact(drawn, "rows", "dims", "width", "copies", "ram")
    return fewest(rows * 10**6 * dims * width * copies, ram * GB)


def _feature_rows(drawn: Drawn) -> float:
    rows, key, feats, width, copies = exact(drawn, "rows", "key", "feats", "width", "copies")
    keys, values = rows * 10**6 * key, rows * 10**6 * feats * width
    return float((keys + values) * copies / GB)


def _feature_logging(drawn: Drawn) -> float:
    rps, cands, feats = exact(drawn, "rps", "cands", "feats")
    a_request = cands * feats * 4
    requests_a_day = rps * 86_400
    return float(a_request * requests_a_day / 10**12)


def _weights(drawn: Drawn) -> float:
    params, bits = exact(drawn, "params", "bits")
    return float(params * GB * bits / 8 / GB)


def _cards_for_weights(drawn: Drawn) -> float:
    params, bits, mem, share = exact(drawn, "params", "bits", "mem", "share")
    return fewest(params * GB * bits, mem * GB * 8 * share / 100)


def _kv_bytes(layers: Fraction, heads: Fraction, size: Fraction, width: Fraction) -> Fraction:
    """A key and a value vector for every head of every layer."""
    vector = size * width
    return layers * heads * (vector + vector)


def _kv_cache(drawn: Drawn) -> float:
    layers, kv, dim, width, tokens, seqs = exact(drawn, "layers", "kv", "dim", "width", "tokens", "seqs")
    return float(_kv_bytes(layers, kv, dim, width) * tokens * seqs / GB)


def _kv_estimate(drawn: Drawn) -> float:
    layers, kv, tokens = exact(drawn, "layers", "kv", "tokens")
    return float(_kv_bytes(layers, kv, Fraction(128), Fraction(2)) * tokens / GB)


def _chats(drawn: Drawn) -> float:
    mem, weights, kb, tokens = exact(drawn, "mem", "weights", "kb", "tokens")
    return most((mem - weights) * GB, kb * 1000 * tokens)


def _answer_price(drawn: Drawn) -> float:
    """A thousand answers, paid one by one in millionths of a dollar."""
    inp, out, pin, ratio = exact(drawn, "inp", "out", "pin", "ratio")
    one = inp * pin + out * pin * ratio
    return float(sum(one for _ in range(1000)) / 10**6)


def _gpu_bill(drawn: Drawn) -> float:
    """Seconds of GPU time a month, at the price of a second."""
    rps, each, use, price = exact(drawn, "rps", "each", "use", "price")
    requests = rps * 30 * 86_400
    return float(requests / each / (use / 100) * price / 3600)


def _ranker_time(drawn: Drawn) -> float:
    n, posts, tok, tf = exact(drawn, "n", "posts", "tok", "tf")
    flops_a_token = 2 * n * 10**9
    return float(flops_a_token * tok * posts / (tf * 10**12))


def _training_days(drawn: Drawn) -> float:
    n, tok, gpus, tf = exact(drawn, "n", "tok", "gpus", "tf")
    forward = 2 * n * 10**9 * tok * 10**9
    seconds = (forward + 2 * forward) / (tf * 10**12) / gpus
    return float(seconds / 3600 / 24)


ORACLES: dict[str, Oracle] = {
    "data-embedding-table": _vectors("bytes"),
    "data-log-volume": _log_volume,
    "serve-embedding-storage": _cache_servers,
    "serve-weights-memory": _weights,
    "serve-kv-cache": _kv_cache,
    "model-llm-ranker-time": _ranker_time,
    "num-feature-rows": _feature_rows,
    "num-feature-logging": _feature_logging,
    "num-item-table-estimate": _vectors(4),
    "num-cards-for-weights": _cards_for_weights,
    "num-chats-at-once": _chats,
    "num-kv-estimate": _kv_estimate,
    "num-answer-price": _answer_price,
    "num-gpu-bill": _gpu_bill,
    "num-training-days": _training_days,
}
