# Intune: the detection half of a remediation. Exit 0: nothing to do. Exit 1: what is printed is not as it should be.
@COMMON@
$found = @()
$version = Read-Value ('HKLM:\' + @VERSION_KEY@) 'Version'
if (-not $version) { $found += 'the agent is not installed' }
elseif ([version]$version -lt [version]@VERSION@) { $found += "the agent is version $version, older than " + @VERSION@ }
foreach ($name in $Settings.Keys) {
    if ((Read-Value $Ours $name) -ne $Settings[$name]) { $found += "setting $name" }
}
foreach ($each in $WantedForced) {
    if (-not (Test-InList ('HKLM:\' + $each.Key) $each.Data)) { $found += $each.Key }
}
foreach ($each in $Wanted) {
    if (-not (Test-Policy $each)) { $found += $each.Key + '\' + $each.Name }
}
if ($Browsers -contains 'firefox' -and $null -eq (Read-FirefoxTable).$FirefoxId) { $found += 'ExtensionSettings of Firefox' }
# What an older version or a person left would stand in for our host: browsers read these before the right ones.
foreach ($host_ in @HOSTS@) {
    if (Test-Path ('HKLM:\' + $host_.Replace('SOFTWARE\', 'SOFTWARE\WOW6432Node\'))) { $found += "a 32-bit entry of $host_" }
}
if ($found) { Write-Output ('Not as it should be: ' + ($found -join '; ')); exit 1 }
Write-Output 'As it should be'
exit 0
