"""GOV.UK Notify: a service's own account there, which carries its alerts by mail and its text messages."""
