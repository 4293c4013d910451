"""Every figure, one after the other: what ``make bench`` runs."""

from __future__ import annotations

from bench import bench_host, bench_index, bench_page, bench_report, bench_scan, bench_typing


def main() -> None:
    bench_scan.main()
    bench_host.main()
    bench_index.main()
    bench_page.main()
    bench_typing.main()
    bench_report.main()


if __name__ == "__main__":
    main()
